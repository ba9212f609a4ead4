import { loadConfig } from '@vestibule/bff/config'
import { openStore } from '@vestibule/store'

/**
 * Brings the database to the newest shape. A server does the same when it starts; this is for whoever
 * gives servers no right to change tables.
 */
export async function migrate(
  env: Record<string, string | undefined>,
  say: (line: string) => void,
): Promise<void> {
  const { secrets } = await loadConfig(env)
  await using _store = await openStore(secrets.databaseUrl)
  say('The database has the newest shape.')
}
