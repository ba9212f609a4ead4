import type { Kysely } from 'kysely'
import type { AdminConsentTable } from './tables/admin-consent.table.ts'
import type { AppTokenTable } from './tables/app-token.table.ts'
import type { AttemptTable } from './tables/attempt.table.ts'
import type { AuditEventTable, AuditHeadTable } from './tables/audit-event.table.ts'
import type { BatchTable } from './tables/batch.table.ts'
import type { BatchItemTable } from './tables/batch-item.table.ts'
import type { BatchTokenTable } from './tables/batch-token.table.ts'
import type { DelegatedTokenTable } from './tables/delegated-token.table.ts'
import type { DeviceTable } from './tables/device.table.ts'
import type { DirectoryMirrorTable, MirrorSightingTable } from './tables/directory-mirror.table.ts'
import type { EntraIdentityTable } from './tables/entra-identity.table.ts'
import type { IdempotencyKeyTable } from './tables/idempotency-key.table.ts'
import type { LeaseTable } from './tables/lease.table.ts'
import type { LocalAccountTable } from './tables/local-account.table.ts'
import type { MirroredTextTable, MirroredUserTable } from './tables/mirrored-user.table.ts'
import type { OneTimeTokenTable } from './tables/one-time-token.table.ts'
import type { OrganizationTable } from './tables/organization.table.ts'
import type { PermissionProofTable } from './tables/permission-proof.table.ts'
import type { PersonTable } from './tables/person.table.ts'
import type { SavedViewTable } from './tables/saved-view.table.ts'
import type { SessionTable } from './tables/session.table.ts'
import type { SessionTokenTable } from './tables/session-token.table.ts'
import type { SignInRequestTable } from './tables/sign-in-request.table.ts'
import type { SignInTransactionTable } from './tables/sign-in-transaction.table.ts'
import type { ThrottleTable } from './tables/throttle.table.ts'
import type { UsedLogoutTokenTable } from './tables/used-logout-token.table.ts'

/** The database, or a transaction in it. */
export type Db = Kysely<Database>

/** Table name → table type. Instants are ISO 8601 text in UTC, which sorts as time does. */
export interface Database {
  admin_consents: AdminConsentTable
  app_tokens: AppTokenTable
  attempts: AttemptTable
  audit_events: AuditEventTable
  audit_head: AuditHeadTable
  batch_items: BatchItemTable
  batch_tokens: BatchTokenTable
  batches: BatchTable
  delegated_tokens: DelegatedTokenTable
  devices: DeviceTable
  directory_mirrors: DirectoryMirrorTable
  entra_identities: EntraIdentityTable
  idempotency_keys: IdempotencyKeyTable
  leases: LeaseTable
  local_accounts: LocalAccountTable
  mirror_sightings: MirrorSightingTable
  mirrored_texts: MirroredTextTable
  mirrored_users: MirroredUserTable
  one_time_tokens: OneTimeTokenTable
  organizations: OrganizationTable
  people: PersonTable
  permission_proofs: PermissionProofTable
  saved_views: SavedViewTable
  session_tokens: SessionTokenTable
  sessions: SessionTable
  sign_in_requests: SignInRequestTable
  sign_in_transactions: SignInTransactionTable
  throttles: ThrottleTable
  used_logout_tokens: UsedLogoutTokenTable
}
