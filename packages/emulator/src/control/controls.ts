import { randomUUID } from 'node:crypto'
import { rotateSigningKeys } from '../keys/signing-keys.ts'
import { seedConsent } from '../seed/consent.ts'
import { seedTenants } from '../seed/seed-tenants.ts'
import type { LoggedRequest } from '../world/request-log.ts'
import type { Settings } from '../world/settings.ts'
import type { GraphUser } from '../world/user.ts'
import { createState, type World } from '../world/world.ts'
import { parseAdvance, parseFault, parseReset, type ResetRequest } from './control-input.ts'
import type { Fault, FaultRequest } from './fault.ts'
import { faultGroups } from './fault-match.ts'
import { parseSettings } from './parse-settings.ts'
import { type UserPatch, updateUser } from './update-user.ts'

/**
 * What can be done to the demo tenant, by code and over HTTP alike. Every function checks its input and throws
 * a `ControlError` with a sentence.
 */
export interface Controls {
  /** Back to the seed: people, consent, settings, faults, sessions, signing keys and the clock. */
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
  requests(): LoggedRequest[]
  updateUser(idOrPrincipalName: string, patch: UserPatch): GraphUser
}

export function createControls(world: World, defaultUsers: number): Controls {
  const firstKeys = world.keys
  return {
    reset(request = {}) {
      const { consent = 'all', users = defaultUsers } = parseReset(request)
      Object.assign(world, createState())
      world.keys = firstKeys
      world.generation += 1
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
    requests: () => world.requestLog.list(),
    updateUser: (idOrPrincipalName, patch) => ({
      ...updateUser(world, idOrPrincipalName, patch).graph,
    }),
  }
}
