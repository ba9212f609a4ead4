export { hashSecret } from './hash-secret.ts'
export { type Db, openStore, type Store } from './open-store.ts'
export {
  type EntraIdentity,
  type EntraSignIn,
  type Person,
  type RoleGrant,
  saveEntraSignIn,
} from './people.ts'
export { type KeyRing, type SealContext, seal, unseal } from './seal.ts'
export {
  listSessionTokens,
  readSessionToken,
  type SessionToken,
  saveSessionTokens,
} from './session-tokens.ts'
export {
  createSession,
  deleteExpired,
  endSession,
  type NewSession,
  readSession,
  readSessions,
  type Session,
  touchSession,
} from './sessions.ts'
export {
  type ConsumeOutcome,
  consumeSignInTransaction,
  createSignInRequest,
  createSignInTransaction,
  type NewSignInTransaction,
  readSignInRequest,
  type SignInRequest,
  type SignInTransaction,
} from './sign-ins.ts'
export { StoreError, UnsealError } from './store-error.ts'
