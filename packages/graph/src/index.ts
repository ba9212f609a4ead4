export {
  type Account,
  type AccountAnswer,
  findAccounts,
  type RoleHolders,
  readRoleHolders,
  revokeSignInSessions,
  setAccountsEnabled,
} from './accounts.ts'
export {
  type ApplicationChange,
  type ApplicationRegistration,
  addApplicationPassword,
  changeApplication,
  createApplication,
  type DeletedApplication,
  deleteApplication,
  type ListedApplication,
  listDeletedApplications,
  listTaggedApplications,
  purgeDeletedItem,
  readApplication,
} from './applications.ts'
export { BATCH_SIZE, type BatchAnswer } from './batch.ts'
export { createGraph, type Graph, type GraphOptions } from './create-graph.ts'
export { followPlaces } from './follow-places.ts'
export { createGraphGuard, GRAPH_SERVICES, type GraphGuard } from './graph-guard.ts'
export { type GraphFailure, GraphRequestError } from './graph-request-error.ts'
export {
  type Drive,
  type DriveItem,
  getDriveItem,
  getGroupDrive,
  type ListedConversation,
  listConversations,
  listDriveItems,
} from './group-content.ts'
export {
  type GroupFilter,
  getGroup,
  type ListedGroup,
  type ListedMember,
  listGroupMembers,
  listGroups,
} from './groups.ts'
export {
  type DetailedMessage,
  getMessage,
  type ListedMessage,
  listAttachments,
  listMessages,
  type MailAddress,
} from './messages.ts'
export { readPhoto } from './photos.ts'
export {
  getProfile,
  hasPhoto,
  listDirectoryRoleTemplateIds,
  listLicenceSkuIds,
  type Profile,
  readOrganizationName,
} from './profile.ts'
export { readRetryAfter } from './read-retry-after.ts'
export {
  changePermissionGrant,
  createPermissionGrant,
  createRoleAssignment,
  createServicePrincipal,
  deletePermissionGrant,
  deleteRoleAssignment,
  GRAPH_CLIENT_ID,
  type GraphPermissions,
  listPermissionGrants,
  listRoleAssignments,
  type PermissionGrant,
  type RoleAssignment,
  readGraphPermissions,
  readServicePrincipalId,
} from './service-principals.ts'
export {
  countUsers,
  type Memberships,
  type NamedObject,
  readMemberships,
  readSignInActivity,
  type SignInActivity,
  type UserCounts,
} from './user-insights.ts'
export {
  type DetailedUser,
  getUser,
  type ListedUser,
  listUsers,
  type UsersPage,
  type UsersQuery,
} from './users.ts'
export {
  type DeltaPosition,
  type FollowedUser,
  readUsersDelta,
  type UsersDelta,
} from './users-delta.ts'
