import { loadConfig } from '@vestibule/bff/config'
import { backUpSqlite, forgetSessions, openStore } from '@vestibule/store'
import { toPath } from './back-up.ts'

/**
 * Puts a copy of the database in the place of `DATABASE_URL`, where there must be none, and ends in it what
 * must not come back. Without a file it does the latter alone, for a database that was brought back by
 * other means.
 *
 * @throws {ConfigError}
 * @throws {StoreError} the copy is not whole, or there is a database already.
 */
export async function restore(
  env: Record<string, string | undefined>,
  file: string | undefined,
  say: (line: string) => void,
): Promise<void> {
  const { secrets } = await loadConfig(env)
  if (file !== undefined) backUpSqlite(file, toPath(secrets.databaseUrl))
  await using store = await openStore(secrets.databaseUrl)
  const { sessions, batches } = await forgetSessions(store.db, new Date().toISOString())
  say(
    `The database is in place. ${sessions} sessions have ended; ${batches} unfinished batches are cancelled.`,
  )
}
