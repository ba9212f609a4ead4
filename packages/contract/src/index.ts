import { AuditEvent, AuditEventPage } from './audit-events.ts'
import {
  Group,
  GroupConversation,
  GroupConversationPage,
  GroupDocument,
  GroupDocumentPage,
  GroupMember,
  GroupMemberPage,
  GroupPage,
} from './groups.ts'
import { Me, Preferences } from './me.ts'
import { MailAddress, Message, MessageDetail, MessagePage } from './messages.ts'
import { Problem } from './problems.ts'
import { SavedView, SavedViewPage } from './saved-views.ts'
import { Session, SessionPage } from './sessions.ts'
import { Setup, SetupCheck, SetupPermission } from './setup.ts'
import { TokenCheck, TokenClaim, TokenClaims } from './token-claims.ts'
import { UserBatch, UserBatchItem, UserBatchItemPage, UserBatchPage } from './user-batches.ts'
import { SignInActivity, UserMemberships, UserNeighbours, UsersSummary } from './user-insights.ts'
import { User, UserDetail, UserPage } from './users.ts'

export { AuditEvent, AuditEventPage, ListAuditEventsQuery } from './audit-events.ts'

export {
  GROUP_KINDS,
  Group,
  GroupConversation,
  GroupConversationPage,
  GroupDocument,
  GroupDocumentPage,
  type GroupKind,
  GroupMember,
  GroupMemberPage,
  GroupPage,
  GroupPath,
  ListGroupConversationsQuery,
  ListGroupDocumentsQuery,
  ListGroupMembersQuery,
  ListGroupsQuery,
} from './groups.ts'
export {
  ForgottenPassword,
  Link,
  LocalSignIn,
  PasswordChange,
  PasswordReset,
  Registration,
  RegistrationProof,
  Unlink,
} from './local-accounts.ts'
export { Me, Preferences, PreferencesChange, type RoleGrant } from './me.ts'
export {
  ListMessagesQuery,
  MailAddress,
  MailboxPath,
  Message,
  MessageDetail,
  MessagePage,
  MessagePath,
  ReasonHeaders,
} from './messages.ts'
export { PROBLEMS, Problem, type ProblemCode } from './problems.ts'
export { NewSavedView, SavedView, SavedViewPage, SavedViewPath } from './saved-views.ts'
export { EndSessionsQuery, Session, SessionPage, SessionPath } from './sessions.ts'
export { FEATURE_IDS, type FeatureId, Setup, SetupCheck, SetupPermission } from './setup.ts'
export {
  CLAIM_FLAGS,
  CLAIM_GROUPS,
  type ClaimFlag,
  type ClaimGroup,
  TOKEN_CHECKS,
  TokenCheck,
  TokenClaim,
  TokenClaims,
} from './token-claims.ts'
export {
  BATCH_ACTIONS,
  IdempotencyHeaders,
  ITEM_CODES,
  ITEM_OUTCOMES,
  type ItemCode,
  type ItemOutcome,
  ListUserBatchesQuery,
  ListUserBatchItemsQuery,
  UserBatch,
  UserBatchCsvQuery,
  UserBatchItem,
  UserBatchItemPage,
  UserBatchPage,
  UserBatchPath,
  UserBatchRequest,
} from './user-batches.ts'
export { SignInActivity, UserMemberships, UserNeighbours, UsersSummary } from './user-insights.ts'
export {
  ExportUsersQuery,
  LIVE_ORDER_FIELDS,
  ListUsersQuery,
  USER_FILTER_FIELDS,
  USER_ORDER_FIELDS,
  type UserFilterField,
  UserNeighboursQuery,
  type UserOrder,
  type UserOrderField,
} from './user-queries.ts'
export { PhotoQuery, type PhotoSize, User, UserDetail, UserPage, UserPath } from './users.ts'

/** The schemas that stand under their own name in the OpenAPI document. */
export const NAMED_SCHEMAS = [
  Problem,
  Preferences,
  Me,
  TokenClaim,
  TokenCheck,
  TokenClaims,
  User,
  UserDetail,
  UserPage,
  UsersSummary,
  UserNeighbours,
  UserMemberships,
  SignInActivity,
  SavedView,
  SavedViewPage,
  Group,
  GroupPage,
  GroupMember,
  GroupMemberPage,
  GroupDocument,
  GroupDocumentPage,
  GroupConversation,
  GroupConversationPage,
  MailAddress,
  Message,
  MessagePage,
  MessageDetail,
  Session,
  SessionPage,
  SetupCheck,
  SetupPermission,
  Setup,
  UserBatch,
  UserBatchPage,
  UserBatchItem,
  UserBatchItemPage,
  AuditEvent,
  AuditEventPage,
]
