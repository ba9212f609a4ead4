import type { User } from './user.ts'
import type { World } from './world.ts'

/** Ends every session of a person: what was issued until this moment is refused or challenged from now on. */
export function revokeSessions(world: World, user: User): void {
  user.sessionsValidFrom = world.clock.now()
  user.graph.signInSessionsValidFromDateTime = `${new Date().toISOString().slice(0, 19)}Z`
}
