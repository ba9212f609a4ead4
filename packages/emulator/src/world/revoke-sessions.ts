import { noteUserChange } from './tenant.ts'
import { toGraphTime } from './to-graph-time.ts'
import type { User } from './user.ts'
import { getTenant, type World } from './world.ts'

/** Ends every session of a person: what was issued until this moment is refused or challenged from now on. */
export function revokeSessions(world: World, user: User): void {
  user.sessionsValidFrom = world.clock.now()
  user.graph.signInSessionsValidFromDateTime = toGraphTime()
  noteUserChange(getTenant(world, user.tenantId), user, ['signInSessionsValidFromDateTime'])
}
