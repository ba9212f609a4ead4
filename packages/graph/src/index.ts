export {
  type Account,
  type AccountAnswer,
  findAccounts,
  type RoleHolders,
  readRoleHolders,
  revokeSignInSessions,
  setAccountsEnabled,
} from './accounts.ts'
export { BATCH_SIZE, type BatchAnswer } from './batch.ts'
export { createGraph, type Graph, type GraphOptions } from './create-graph.ts'
export { type GraphFailure, GraphRequestError } from './graph-request-error.ts'
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
export {
  type DetailedUser,
  getUser,
  type ListedUser,
  listUsers,
  type UsersPage,
  type UsersQuery,
} from './users.ts'
