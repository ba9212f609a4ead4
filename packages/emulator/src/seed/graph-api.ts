import type { Api } from '../world/api.ts'
import type { ApiScope, AppRole } from '../world/application.ts'
import { createGuid } from '../world/random.ts'
import { getPermissionIds } from './graph-permission-ids.ts'
import { graphPermissions } from './graph-permissions.ts'
import { graphId } from './ids.ts'
import { describeApplicationPermission, describePermission } from './permission-words.ts'

function listScopes(): ApiScope[] {
  return [...graphPermissions].flatMap(([value, { delegated }]): ApiScope[] => {
    if (delegated === null) return []
    const words = describePermission(value) ?? value
    return [
      {
        id: getPermissionIds(value).delegated,
        value,
        type: delegated === 'admin' ? 'Admin' : 'User',
        isEnabled: true,
        adminConsentDisplayName: words,
        adminConsentDescription: words,
        userConsentDisplayName: words,
        userConsentDescription: words,
      },
    ]
  })
}

function listAppRoles(): AppRole[] {
  return [...graphPermissions].flatMap(([value, { hasApplication }]): AppRole[] => {
    if (!hasApplication) return []
    const words = describeApplicationPermission(value) ?? value
    return [
      {
        id: getPermissionIds(value).application,
        value,
        displayName: words,
        description: words,
        allowedMemberTypes: ['Application'],
        isEnabled: true,
      },
    ]
  })
}

/** Microsoft Graph, which every tenant has. */
export const graphApi: Api = {
  clientId: graphId,
  displayName: 'Microsoft Graph',
  servicePrincipal: {
    id: createGuid(`service-principal:${graphId}`),
    createdDateTime: '2019-08-26T07:30:00Z',
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    tags: [],
    notes: null,
  },
  scopes: listScopes(),
  appRoles: listAppRoles(),
}
