export {
  type AppToken,
  readAppToken,
  rewrapAppTokens,
  saveAppToken,
  toAppTokenRow,
} from './app-tokens.ts'
export { type Attempts, forgetAttempts, noteAttempt, takeBackAttempt } from './attempts.ts'
export {
  type AuditEvent,
  type AuditVerdict,
  listAuditEvents,
  type RecordedAuditEvent,
  recordAuditEvent,
  verifyAudit,
} from './audit.ts'
export { backUpSqlite } from './back-up-sqlite.ts'
export {
  type BatchCounts,
  type BatchItem,
  countItems,
  listBegunItems,
  listDueItems,
  listItems,
  readNextDue,
} from './batch-items.ts'
export {
  finishBatch,
  type ItemProgress,
  isCancelRequested,
  listPausedBatches,
  listRunnableBatches,
  pauseBatch,
  readBatchToken,
  requestCancel,
  resumeBatch,
  saveBatchToken,
  saveProgress,
  startBatch,
} from './batch-run.ts'
export { rewrapBatchTokens, toBatchTokenRow } from './batch-tokens.ts'
export {
  type Batch,
  type BatchAction,
  type BatchActor,
  type BatchStatus,
  createBatch,
  type ItemOutcome,
  listBatches,
  type NewBatchItem,
  type PauseReason,
  readBatch,
  readKey,
} from './batches.ts'
export { checkKeyRing } from './check-key-ring.ts'
export {
  type DelegatedToken,
  readDelegatedToken,
  saveDelegatedToken,
  toDelegatedTokenRow,
} from './delegated-tokens.ts'
export { deleteExpired } from './delete-expired.ts'
export { type Device, type DeviceSignIn, readDevice, saveDevice } from './devices.ts'
export {
  dropMirror,
  type Mirror,
  type MirrorChange,
  type MirroredUser,
  noteMirroredState,
  readMirror,
  readMirrorTotals,
  restartMirror,
} from './directory-mirror.ts'
export { type AuthoritySessions, endAuthoritySessions } from './end-authority-sessions.ts'
export { type EntraPerson, readEntraPerson } from './entra-people.ts'
export {
  eachMirroredUser,
  findMirroredNeighbours,
  findMirroredUsers,
  type MirrorNeighbours,
  type MirrorPage,
} from './find-mirrored-users.ts'
export { foldText } from './fold-text.ts'
export { forgetSessions } from './forget-sessions.ts'
export { hashSecret } from './hash-secret.ts'
export { type DatabaseState, inspectDatabase } from './inspect-database.ts'
export { acquireLease, type Lease, releaseLease, renewLease } from './leases.ts'
export { type LinkOutcome, linkEntraIdentity, unlinkDoor } from './linking.ts'
export {
  changePassword,
  createLocalAccount,
  type LocalAccount,
  type NewLocalAccount,
  readLocalAccount,
  readLocalAccountOfPerson,
  readUnlinkedLocalAccount,
  replacePasswordHash,
} from './local-accounts.ts'
export { applyMirrorPage, type NewMirrorPage } from './mirror-pages.ts'
export {
  MIRROR_ORDER_FIELDS,
  type MirrorFilter,
  type MirrorOrderField,
  type MirrorQuery,
} from './mirror-query.ts'
export {
  createOneTimeToken,
  type OneTimeToken,
  type PendingRegistration,
  readPendingRegistration,
  readResetAddress,
  redeemRegistration,
  redeemReset,
} from './one-time-tokens.ts'
export { type Db, openStore, type Store } from './open-store.ts'
export {
  type EntraIdentity,
  type EntraSignIn,
  type Person,
  type RoleGrant,
  saveEntraSignIn,
  savePreferences,
} from './people.ts'
export { readMirroredUser } from './read-mirrored-user.ts'
export { rewrapSessionTokens } from './rewrap-session-tokens.ts'
export {
  createSavedView,
  deleteSavedView,
  listSavedViews,
  type SavedView,
} from './saved-views.ts'
export {
  type KeyRing,
  type SealContext,
  seal,
  sealForServer,
  unseal,
  unsealForServer,
} from './seal.ts'
export {
  endOtherSessions,
  endSessionOfPerson,
  type ListedSession,
  listLiveSessions,
} from './session-list.ts'
export {
  listSessionTokens,
  readSessionToken,
  type SaveOutcome,
  type SessionToken,
  saveSessionTokens,
  toTokenRow,
} from './session-tokens.ts'
export {
  createSession,
  endSession,
  type NewSession,
  readSession,
  readSessions,
  type Session,
  touchSession,
} from './sessions.ts'
export {
  listPermissionProofs,
  type PermissionProof,
  readAdminConsent,
  saveAdminConsent,
  savePermissionProofs,
} from './setup.ts'
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
export { StoreFailure, type StoreFailureReason } from './store-failure.ts'
export { type MirrorSummary, summarizeMirror } from './summarize-mirror.ts'
export { noteThrottle, readThrottle } from './throttles.ts'
export { useLogoutToken } from './used-logout-tokens.ts'
