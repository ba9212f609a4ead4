import type { Setup, SetupPermission } from '@vestibule/contract'
import {
  type BatchAnswer,
  type Graph,
  GraphRequestError,
  revokeSignInSessions,
  setAccountsEnabled,
} from '@vestibule/graph'

type Kind = SetupPermission['kind']
type FeatureId = Setup['features'][number]['id']

/** A permission, and a call that passes only with it. */
export interface NeededPermission {
  name: string
  kind: Kind
  probe: (graph: Graph) => Promise<unknown>
}

/** Nobody's object id: Graph answers 404 where the permission is there, and 403 where it is not. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * What each feature needs of the organisation: the one table of it. Delegated permissions act as the
 * person who is signed in, application ones as Vestibule itself.
 */
export const FEATURES: { id: FeatureId; permissions: NeededPermission[] }[] = [
  {
    id: 'profile',
    permissions: [
      {
        name: 'User.Read',
        kind: 'delegated',
        probe: (graph) => graph.get('/me', { $select: 'id' }),
      },
    ],
  },
  {
    id: 'users',
    permissions: [
      {
        name: 'User.Read.All',
        kind: 'delegated',
        // The basic permission lists people too, but does not tell whether an account is enabled.
        probe: (graph) => graph.get('/users', { $select: 'id,accountEnabled', $top: '1' }),
      },
    ],
  },
  {
    id: 'batches',
    permissions: [
      {
        name: 'User.EnableDisableAccount.All',
        kind: 'delegated',
        probe: async (graph) =>
          demandNobody(await setAccountsEnabled(graph, [{ id: NOBODY, enabled: true }])),
      },
      {
        name: 'User.RevokeSessions.All',
        kind: 'delegated',
        probe: async (graph) => demandNobody(await revokeSignInSessions(graph, [NOBODY])),
      },
      {
        name: 'RoleManagement.Read.Directory',
        kind: 'delegated',
        probe: (graph) => graph.get('/directoryRoles', { $select: 'id' }),
      },
    ],
  },
  {
    id: 'directory',
    permissions: [
      {
        name: 'User.Read.All',
        kind: 'application',
        probe: (graph) => graph.get('/users', { $select: 'id', $top: '1' }),
      },
      {
        name: 'Organization.Read.All',
        kind: 'application',
        probe: (graph) => graph.get('/organization', { $select: 'id' }),
      },
    ],
  },
]

/** Takes a change of nobody for a proof: it can be refused for want of the permission, or find nobody. */
function demandNobody([answer]: readonly (BatchAnswer | undefined)[]): void {
  if (answer?.status === 404) return
  const isRefused = answer?.status === 403 || answer?.status === 401
  throw new GraphRequestError(
    isRefused ? 'forbidden' : 'unavailable',
    `A change of nobody was answered with ${answer?.status ?? 'nothing'}.`,
    { code: answer?.code ?? undefined, requestId: answer?.requestId ?? undefined },
  )
}
