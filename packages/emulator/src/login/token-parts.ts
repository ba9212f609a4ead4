import { createHash, randomBytes } from 'node:crypto'
import { roleTemplateIds } from '../seed/ids.ts'
import { listDirectoryRolesOf } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import { getTenant, type World } from '../world/world.ts'

/** Entra back-dates tokens by five minutes against clocks that are behind. */
export const backDatedSeconds = 300

export function createOpaque(bytes: number): string {
  return randomBytes(bytes).toString('base64url')
}

/** Pairwise: stable for a person and an application, not comparable between applications. */
export function toPairwiseSubject(user: User, clientId: string): string {
  return createHash('sha256').update(`${user.graph.id}:${clientId}`).digest('base64url')
}

/**
 * Directory roles as template ids. Everyone carries the built-in role of members or of guests besides.
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function listRoleTemplateIds(world: World, user: User): string[] {
  const assigned = listDirectoryRolesOf(getTenant(world, user.tenantId), user.graph.id)
  const everyone =
    user.graph.userType === 'Guest' ? roleTemplateIds.guestUser : roleTemplateIds.user
  return [...assigned.map((role) => role.roleTemplateId), everyone]
}

/** The opaque hint that stands for an account in `login_hint` and `logout_hint`. */
export function createLoginHint(user: User): string {
  return `O.${Buffer.from(`${user.tenantId}|${user.graph.id}`).toString('base64url')}`
}

/** Whether a hint, opaque or a user name, means this person. */
export function isHintFor(hint: string, user: User): boolean {
  if (hint === createLoginHint(user)) return true
  const name = hint.trim().toLowerCase()
  return [user.graph.userPrincipalName, user.graph.mail].some((own) => own?.toLowerCase() === name)
}

/** Who an answer is about, for libraries that ask with `client_info=1` to key their cache by it. */
export function toClientInfo(user: User): string {
  const info = { uid: user.graph.id, utid: user.tenantId }
  return Buffer.from(JSON.stringify(info)).toString('base64url')
}
