import { loadConfig } from '@vestibule/bff/config'
import { backUpSqlite, StoreError } from '@vestibule/store'

/**
 * Copies the database of `DATABASE_URL` into a file, while the servers run.
 *
 * @throws {ConfigError}
 * @throws {StoreError} it cannot be copied, or PostgreSQL holds it, which has tools of its own.
 */
export async function backUp(
  env: Record<string, string | undefined>,
  file: string,
  say: (line: string) => void,
): Promise<void> {
  const { secrets } = await loadConfig(env)
  backUpSqlite(toPath(secrets.databaseUrl), file)
  say(
    `The database is in ${file}, whole. It opens with the keys of TOKEN_KEYS: keep them elsewhere.`,
  )
}

/** @throws {StoreError} the database is no file. */
export function toPath(databaseUrl: string): string {
  if (databaseUrl.startsWith('file:')) return databaseUrl.slice('file:'.length)
  throw new StoreError(
    'PostgreSQL holds the database: copy it by pg_dump, bring it back by pg_restore, and then run pnpm cli restore without a file.',
  )
}
