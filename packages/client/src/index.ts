export type { ClientOptions } from './connection.ts'
export { type Client, createClient } from './create-client.ts'
export type { GetToken, TokenWish } from './get-token.ts'
export type {
  AuditEvent,
  AuditEventPage,
  CallOptions,
  Group,
  GroupConversation,
  GroupConversationPage,
  GroupDocument,
  GroupDocumentPage,
  GroupMember,
  GroupMemberPage,
  GroupPage,
  LanguageOptions,
  ListUsersQuery,
  Me,
  Message,
  MessageDetail,
  MessagePage,
  PhotoSize,
  Preferences,
  Session,
  SessionPage,
  Setup,
  SetupPermission,
  TokenClaim,
  TokenClaims,
  User,
  UserBatch,
  UserBatchItem,
  UserBatchItemPage,
  UserBatchPage,
  UserBatchRequest,
  UserDetail,
  UserPage,
} from './models.ts'
export { ApiProblem, isProblem, NoAnswer, type Problem, type ProblemCode } from './problem.ts'
export type { Wait } from './wait.ts'
export type { SettledUserBatch, WaitForBatchOptions } from './wait-for-user-batch.ts'
