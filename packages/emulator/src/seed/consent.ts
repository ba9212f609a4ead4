import type { World } from '../world/world.ts'
import {
  contosoId,
  customersId,
  daemonClientId,
  fabrikamId,
  graphId,
  pageClientId,
  publicClientId,
  webClientId,
} from './ids.ts'

const signInScopes = ['openid', 'profile', 'email', 'offline_access', 'User.Read']

const delegatedScopes = [
  ...signInScopes,
  'User.ReadBasic.All',
  'User.Read.All',
  'Directory.Read.All',
  'Organization.Read.All',
  'Group.Read.All',
  'GroupMember.Read.All',
  'Group-Conversation.Read.All',
  'Files.Read.All',
  'RoleManagement.Read.Directory',
  'User.EnableDisableAccount.All',
  'User.RevokeSessions.All',
  'ProfilePhoto.Read.All',
  'AuditLog.Read.All',
  'LicenseAssignment.Read.All',
]

const applicationRoles = [
  'User.Read.All',
  'Directory.Read.All',
  'Mail.Read',
  'Organization.Read.All',
  'Group.Read.All',
]

/** Grants everything the demo needs, as an administrator of each tenant would have. */
export function seedConsent(world: World): void {
  const { grants } = world
  const grantee = { tenantId: contosoId, clientId: webClientId, resourceId: graphId }
  grants.grantScopes(grantee, undefined, delegatedScopes)
  grants.grantRoles(grantee, applicationRoles)
  for (const tenantId of [fabrikamId, customersId]) {
    grants.grantScopes({ ...grantee, tenantId }, undefined, signInScopes)
  }
  for (const clientId of [publicClientId, pageClientId]) {
    grants.grantScopes({ ...grantee, clientId }, undefined, signInScopes)
  }
  for (const clientId of [webClientId, publicClientId, pageClientId]) {
    const api = { tenantId: contosoId, clientId, resourceId: webClientId }
    grants.grantScopes(api, undefined, ['access_as_user'])
  }
  const daemon = { tenantId: contosoId, clientId: daemonClientId, resourceId: webClientId }
  grants.grantRoles(daemon, ['Directory.Read', 'Batches.Write', 'Mail.Read'])
}
