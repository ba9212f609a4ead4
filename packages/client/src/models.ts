import type { components, operations } from './openapi.d.ts'

type Schemas = components['schemas']
export type Me = Schemas['Me']
export type Preferences = Schemas['Preferences']
export type Session = Schemas['Session']
export type SessionPage = Schemas['SessionPage']
export type SetupPermission = Schemas['SetupPermission']
export type Setup = Schemas['Setup']
export type AuditEvent = Schemas['AuditEvent']
export type AuditEventPage = Schemas['AuditEventPage']
export type UserBatch = Schemas['UserBatch']
export type UserBatchPage = Schemas['UserBatchPage']
export type UserBatchItem = Schemas['UserBatchItem']
export type UserBatchItemPage = Schemas['UserBatchItemPage']
export type UserBatchRequest = Body<'createUserBatch'>
export type TokenClaim = Schemas['TokenClaim']
export type TokenClaims = Schemas['TokenClaims']
export type User = Schemas['User']
export type UserDetail = Schemas['UserDetail']
export type UserPage = Schemas['UserPage']
export type Message = Schemas['Message']
export type MessageDetail = Schemas['MessageDetail']
export type MessagePage = Schemas['MessagePage']
export type Group = Schemas['Group']
export type GroupPage = Schemas['GroupPage']
export type GroupMember = Schemas['GroupMember']
export type GroupMemberPage = Schemas['GroupMemberPage']
export type GroupDocument = Schemas['GroupDocument']
export type GroupDocumentPage = Schemas['GroupDocumentPage']
export type GroupConversation = Schemas['GroupConversation']
export type GroupConversationPage = Schemas['GroupConversationPage']
export type UsersSummary = Schemas['UsersSummary']
export type UserNeighbours = Schemas['UserNeighbours']
export type UserMemberships = Schemas['UserMemberships']
export type SignInActivity = Schemas['SignInActivity']
export type SavedView = Schemas['SavedView']
export type SavedViewPage = Schemas['SavedViewPage']
export type ListUsersQuery = Query<'listUsers'>
export type UserNeighboursQuery = Query<'getUserNeighbours'>
export type ExportUsersQuery = Query<'exportUsers'>

/** Pixels a side. */
export type PhotoSize = NonNullable<Query<'getUserPhoto'>['size']>

/** What an operation takes as JSON. */
export type Body<Operation extends keyof operations> = operations[Operation] extends {
  requestBody: { content: { 'application/json': infer Json } }
}
  ? Json
  : never

/** What an operation takes behind the `?`. */
export type Query<Operation extends keyof operations> = NonNullable<
  operations[Operation]['parameters']['query']
>

/** What every method takes last. */
export interface CallOptions {
  /** Gives the call up: it rejects with the signal's reason. */
  signal?: AbortSignal
}

/** For answers with sentences in them: the language wanted, else the browser's own, or English. */
export interface LanguageOptions extends CallOptions {
  language?: string
}
