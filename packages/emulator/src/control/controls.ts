import { randomUUID } from 'node:crypto'
import { rotateSigningKeys } from '../keys/signing-keys.ts'
import type { Mail } from '../outbox/mail.ts'
import { type ApplicationOptions, seedApplications } from '../seed/applications.ts'
import { seedConsent } from '../seed/consent.ts'
import { seedTenants } from '../seed/seed-tenants.ts'
import type { LoggedRequest } from '../world/request-log.ts'
import type { Settings } from '../world/settings.ts'
import type { GraphUser } from '../world/user.ts'
import { createState, type World } from '../world/world.ts'
import { addMessage, type NewMessage } from './add-message.ts'
import {
  type AddedCertificate,
  addClientCertificate,
  removeClientCertificate,
} from './client-certificates.ts'
import { parseAdvance, parseFault, parseReset, type ResetRequest } from './control-input.ts'
import { createPerson, type NewUser } from './create-person.ts'
import { type DeletionRequest, deleteUser } from './delete-user.ts'
import type { Fault, FaultRequest } from './fault.ts'
import { faultGroups } from './fault-match.ts'
import { parseSettings } from './parse-settings.ts'
import type { UserPatch } from './parse-user-patch.ts'
import { syncAccounts } from './sync-accounts.ts'
import { updateUser } from './update-user.ts'
import { type WithdrawalRequest, withdrawConsent } from './withdraw-consent.ts'

/**
 * What can be done to the demo tenant, by code and over HTTP alike. Every function checks its input and throws
 * a `ControlError` with a sentence.
 */
export interface Controls {
  /** Back to the seed: people, consent, certificates, settings, faults, sessions, signing keys, clock and outbox. */
  reset(request?: ResetRequest): void
  settings(change: Partial<Settings>): Settings
  addFault(fault: FaultRequest): Fault
  clearFaults(): void
  /** Makes everything issued so far this much older; new tokens carry real time. */
  advanceClock(seconds: number): void
  /**
   * The next key signs from now on and a new one is published behind it; retired keys stay published. Answers
   * with the id of the key that signs. A client that read the keys before knows it until the second rotation.
   */
  rotateKeys(): Promise<{ kid: string }>
  /**
   * Takes consent away, of everyone and of single people, in every tenant; sessions, the clock and people stay as
   * they are. What is left out means all: `{}` withdraws every permission of every application.
   */
  withdrawConsent(request?: WithdrawalRequest): { withdrawn: number }
  /**
   * Registers one more certificate, as PEM, beside those an application has; answers with the thumbprint the portal
   * shows and with the SHA-256 one, both as hex. A reset forgets it.
   */
  addClientCertificate(clientId: string, pem: string): AddedCertificate
  /** Takes one away, by its PEM or by a SHA-1 or SHA-256 thumbprint, as hex or base64url. */
  removeClientCertificate(clientId: string, thumbprintOrPem: string): void
  /**
   * What the next run of Entra Connect does: people who are synced from Active Directory (`onPremisesSyncEnabled`)
   * get back the `accountEnabled` they have there. Graph's changes are not there, those of `updateUser` are.
   */
  sync(): { reverted: number }
  requests(): LoggedRequest[]
  /** What the outbox caught, newest first, the newest 200. */
  listMails(): Mail[]
  clearMails(): void
  updateUser(idOrPrincipalName: string, patch: UserPatch): GraphUser
  /** Adds somebody to the tenant whose domain the user principal name has. */
  addUser(person: NewUser): GraphUser
  /** Nobody is left of the person anywhere; delta queries say that they were removed. */
  deleteUser(idOrPrincipalName: string, request?: DeletionRequest): void
  /** Puts a message into a mailbox, uncleaned, for tests of who reads it; answers as Graph shows it. */
  addMessage(idOrPrincipalName: string, message: NewMessage): Record<string, unknown>
}

interface Defaults {
  users: number
  applications: Record<string, ApplicationOptions>
}

export function createControls(world: World, defaults: Defaults): Controls {
  const firstKeys = world.keys
  return {
    reset(request = {}) {
      const { consent = 'all', users = defaults.users } = parseReset(request)
      Object.assign(world, createState(world.readTime))
      world.keys = firstKeys
      world.generation += 1
      world.applications = seedApplications(defaults.applications)
      world.tenants = seedTenants(world.seed, users)
      if (consent === 'all') seedConsent(world)
    },
    settings(change) {
      Object.assign(world.settings, parseSettings(change))
      return structuredClone(world.settings)
    },
    addFault(request) {
      const fault = { ...parseFault(request, Object.keys(faultGroups)), id: randomUUID(), hits: 0 }
      world.faults = [...world.faults, fault]
      return { ...fault }
    },
    clearFaults() {
      world.faults = []
    },
    advanceClock(seconds) {
      world.clock.advance(parseAdvance({ advanceSeconds: seconds }))
    },
    async rotateKeys() {
      world.keys = await rotateSigningKeys(world.keys)
      return { kid: world.keys.current.kid }
    },
    withdrawConsent: (request) => withdrawConsent(world, request),
    addClientCertificate: (clientId, pem) => addClientCertificate(world, clientId, pem),
    removeClientCertificate(clientId, thumbprintOrPem) {
      removeClientCertificate(world, clientId, thumbprintOrPem)
    },
    sync: () => syncAccounts(world),
    requests: () => world.requestLog.list(),
    listMails: () => world.mailbox.list(),
    clearMails: () => world.mailbox.clear(),
    addMessage: (idOrPrincipalName, message) => addMessage(world, idOrPrincipalName, message),
    updateUser: (idOrPrincipalName, patch) => ({
      ...updateUser(world, idOrPrincipalName, patch).graph,
    }),
    addUser: (person) => ({ ...createPerson(world, person).graph }),
    deleteUser: (idOrPrincipalName, request) => deleteUser(world, idOrPrincipalName, request),
  }
}
