import type { World } from '../world/world.ts'
import { updateUser } from './update-user.ts'

/** Active Directory is the source of authority: what Graph said about its accounts lasts until the next run. */
export function syncAccounts(world: World): { reverted: number } {
  const diverging = world.tenants
    .flatMap(({ users }) => users)
    .filter(
      ({ graph, onPremisesAccountEnabled: own }) =>
        graph.onPremisesSyncEnabled && own !== undefined && own !== graph.accountEnabled,
    )
  for (const { graph, onPremisesAccountEnabled } of diverging) {
    updateUser(world, graph.id, { accountEnabled: onPremisesAccountEnabled })
  }
  return { reverted: diverging.length }
}
