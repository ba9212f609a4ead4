import type { JWTPayload } from 'jose'
import type { ApplicationRegistration } from '../world/application.ts'
import { listGroupsOf } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import { getTenant, type World } from '../world/world.ts'

/** More of them than this are not listed, but said where to be asked for. */
const mostGroups = 200

/**
 * Groups of a person as the registration asks for them: security groups, or all. An address of the older graph
 * stands for too many, as on the cloud.
 * https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference#groups-overage-claim
 */
export function toGroupClaims(
  world: World,
  application: ApplicationRegistration | undefined,
  { tenantId, graph }: User,
): JWTPayload {
  const kinds = (application?.groupMembershipClaims ?? '').split(/,\s*/)
  const wantsAll = kinds.includes('All')
  if (!wantsAll && !kinds.includes('SecurityGroup')) return {}
  const groups = listGroupsOf(getTenant(world, tenantId), graph.id, true)
    .filter(({ isUnified }) => wantsAll || !isUnified)
    .map(({ id }) => id)
  if (groups.length === 0) return {}
  if (groups.length <= mostGroups) return { groups }
  const endpoint = `https://graph.windows.net/${tenantId}/users/${graph.id}/getMemberObjects`
  return { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint } } }
}
