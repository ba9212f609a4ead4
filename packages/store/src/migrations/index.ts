import type { Migration } from 'kysely/migration'
import { peopleAndSessions } from './001-people-and-sessions.ts'
import { leasesAndSignOut } from './002-leases-and-sign-out.ts'
import { appTokens } from './003-app-tokens.ts'
import { setup } from './004-setup.ts'
import { localAccounts } from './005-local-accounts.ts'
import { batchesAndAudit } from './006-batches-and-audit.ts'
import { delegatedTokens } from './007-delegated-tokens.ts'
import { directoryMirror } from './008-directory-mirror.ts'
import { auditTargets } from './009-audit-targets.ts'

/** Every migration in order. A landed one is never edited: the next number mends it. */
export const migrations: Record<string, Migration> = {
  '001-people-and-sessions': peopleAndSessions,
  '002-leases-and-sign-out': leasesAndSignOut,
  '003-app-tokens': appTokens,
  '004-setup': setup,
  '005-local-accounts': localAccounts,
  '006-batches-and-audit': batchesAndAudit,
  '007-delegated-tokens': delegatedTokens,
  '008-directory-mirror': directoryMirror,
  '009-audit-targets': auditTargets,
}
