import type { Group, Tenant } from '../world/tenant.ts'
import {
  type CollectionQuery,
  type CollectionType,
  parseCollectionQuery,
} from './odata/collection-query.ts'
import { findEntities } from './odata/find-entities.ts'
import type { ODataQuery } from './odata/query.ts'
import { toGroup } from './to-group.ts'

type GraphGroup = Record<string, unknown>

const groups: CollectionType = {
  name: 'groups',
  filter: {
    name: 'microsoft.graph.group',
    properties: [
      'createdDateTime',
      'description',
      'displayName',
      'id',
      'mail',
      'mailEnabled',
      'mailNickname',
      'onPremisesSyncEnabled',
      'securityEnabled',
      'visibility',
    ],
    endsWith: ['mail'],
    collections: { groupTypes: null, proxyAddresses: null, resourceProvisioningOptions: null },
  },
  search: { words: ['displayName', 'description'], beginnings: ['mail', 'mailNickname'] },
  simpleOrders: ['displayName'],
}

/** Throws 400 for what the directory does not answer about groups. */
export function parseGroupQuery(query: ODataQuery): CollectionQuery<GraphGroup> {
  return parseCollectionQuery(groups, query)
}

const shownOf = new WeakMap<Group, GraphGroup>()

/** Remembered, so that a search cuts the words of a name once. */
function showGroup(group: Group): GraphGroup {
  const shown = shownOf.get(group) ?? toGroup(group)
  shownOf.set(group, shown)
  return shown
}

/** The groups a query finds, in order, with all their properties. */
export function findGroups(tenant: Tenant, query: ODataQuery): GraphGroup[] {
  return findEntities(tenant.groups.map(showGroup), parseGroupQuery(query))
}
