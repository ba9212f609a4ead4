import type { RequiredAccess } from '../world/application.ts'
import {
  customersClientId,
  daemonClientId,
  graphId,
  pageClientId,
  publicClientId,
  webClientId,
} from './ids.ts'

export const signInScopes = ['openid', 'profile', 'email', 'offline_access', 'User.Read']

const ownApi: RequiredAccess = {
  resourceId: webClientId,
  delegated: ['access_as_user'],
  application: [],
}

const signingIn: RequiredAccess[] = [
  { resourceId: graphId, delegated: signInScopes, application: [] },
  ownApi,
]

/** What registering an application takes; they do nothing for who is no Global Administrator. */
const registering = [
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
]

/** The permissions that the built-in registrations list, by client id. */
export const requiredAccess: Record<string, RequiredAccess[]> = {
  [webClientId]: [
    {
      resourceId: graphId,
      delegated: [
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
      ],
      application: [
        'User.Read.All',
        'Directory.Read.All',
        'Mail.Read',
        'Organization.Read.All',
        'Group.Read.All',
        'User.EnableDisableAccount.All',
        'User.RevokeSessions.All',
        'RoleManagement.Read.Directory',
        'AuditLog.Read.All',
      ],
    },
    ownApi,
  ],
  [publicClientId]: [
    { resourceId: graphId, delegated: [...signInScopes, ...registering], application: [] },
    ownApi,
  ],
  [pageClientId]: signingIn,
  [customersClientId]: [{ resourceId: graphId, delegated: signInScopes, application: [] }],
  [daemonClientId]: [
    {
      resourceId: graphId,
      delegated: [],
      application: [
        'User.Read.All',
        'User.EnableDisableAccount.All',
        'User.RevokeSessions.All',
        'RoleManagement.Read.Directory',
      ],
    },
    {
      resourceId: webClientId,
      delegated: [],
      application: ['Directory.Read', 'Batches.Write', 'Mail.Read'],
    },
  ],
}
