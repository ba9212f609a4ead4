import { randomUUID } from 'node:crypto'
import { seedConsent } from '../seed/consent.ts'
import { seedTenants } from '../seed/seed-tenants.ts'
import type { LoggedRequest } from '../world/request-log.ts'
import type { Settings } from '../world/settings.ts'
import type { GraphUser } from '../world/user.ts'
import { createState, type World } from '../world/world.ts'
import {
  parseAdvance,
  parseFault,
  parseReset,
  parseSettings,
  type ResetRequest,
} from './control-input.ts'
import type { Fault, FaultRequest } from './fault.ts'
import { faultGroups } from './fault-match.ts'
import { type UserPatch, updateUser } from './update-user.ts'

/**
 * What can be done to the demo tenant, by code and over HTTP alike. Every function checks its input and throws
 * a `ControlError` with a sentence.
 */
export interface Controls {
  /** Back to the seed: people, consent, settings, faults, sessions and the clock. */
  reset(request?: ResetRequest): void
  settings(change: Partial<Settings>): Settings
  addFault(fault: FaultRequest): Fault
  clearFaults(): void
  /** Makes everything issued so far this much older; new tokens carry real time. */
  advanceClock(seconds: number): void
  requests(): LoggedRequest[]
  updateUser(idOrPrincipalName: string, patch: UserPatch): GraphUser
}

export function createControls(world: World, defaultUsers: number): Controls {
  return {
    reset(request = {}) {
      const { consent = 'all', users = defaultUsers } = parseReset(request)
      Object.assign(world, createState())
      world.generation += 1
      world.tenants = seedTenants(world.seed, users)
      if (consent === 'all') seedConsent(world)
    },
    settings(change) {
      Object.assign(world.settings, parseSettings(change))
      return { ...world.settings }
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
    requests: () => world.requestLog.list(),
    updateUser: (idOrPrincipalName, patch) => ({
      ...updateUser(world, idOrPrincipalName, patch).graph,
    }),
  }
}
