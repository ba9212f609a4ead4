import type { Setup, SetupPermission } from '@vestibule/contract'
import type { Graph } from '@vestibule/graph'

type Kind = SetupPermission['kind']
type FeatureId = Setup['features'][number]['id']

/** A permission, and a call that passes only with it. */
export interface NeededPermission {
  name: string
  kind: Kind
  probe: (graph: Graph) => Promise<unknown>
}

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
