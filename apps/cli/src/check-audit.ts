import { loadConfig } from '@vestibule/bff/config'
import { openStore, verifyAudit } from '@vestibule/store'

/** An entry of the audit was altered, taken out or cut off. */
class AuditBrokenError extends Error {
  override readonly name = 'AuditBrokenError'
}

const REASONS = {
  altered: 'was altered',
  missing: 'is missing',
  cut_off: 'and what follows was cut off',
}

/**
 * Walks the audit from its first entry to its last. The hash that is printed stands for all of it: kept
 * elsewhere, it shows later whether the whole was written anew.
 *
 * @throws {AuditBrokenError}
 * @throws {ConfigError}
 * @throws {StoreError}
 */
export async function checkAudit(
  env: Record<string, string | undefined>,
  say: (line: string) => void,
): Promise<void> {
  const { secrets } = await loadConfig(env)
  await using store = await openStore(secrets.databaseUrl)
  const verdict = await verifyAudit(store.db)
  if (!verdict.isWhole) {
    throw new AuditBrokenError(
      `The audit is not whole: entry ${verdict.sequence} ${REASONS[verdict.reason]}.`,
    )
  }
  say(`The audit is whole: ${verdict.entries} entries.`)
  if (verdict.entries > 0) say(`Hash of the last one: ${verdict.hash}`)
}
