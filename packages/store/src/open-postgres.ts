import { Kysely, PostgresDialect, sql } from 'kysely'
import { type ClientBase, Pool, type PoolConfig, TypeOverrides, types } from 'pg'
import type { Database, Db } from './database.ts'
import { migrate } from './migrate.ts'
import { StoreError } from './store-error.ts'
import { type StoreWatch, TellingDialect } from './telling-dialect.ts'

const POOL: PoolConfig = {
  max: 10,
  application_name: 'vestibule',
  connectionTimeoutMillis: 10_000,
  idleTimeoutMillis: 60_000,
  // A server that vanished without a word is found out before a request waits for it.
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  types: readBigintsAsNumbers(),
}

const LIMITS = {
  statement_timeout: '30s',
  // Who holds a lock for longer is stuck, and would take everybody with them.
  lock_timeout: '10s',
  idle_in_transaction_session_timeout: '30s',
}

/**
 * Opens a PostgreSQL database and migrates it. Needs connections of its own: a pooler that gives a
 * connection to another client after each transaction (PgBouncer's transaction mode) takes away
 * their settings and the lock under which is migrated.
 *
 * @throws {StoreError} in a sentence without the address, in which the password stands.
 */
export async function openPostgres(url: string, watch: StoreWatch): Promise<Db> {
  {
    await using patient = await openPostgresAsIs(url)
    await migrate(patient)
  }
  const dialect = createDialect({ ...POOL, connectionString: url }, LIMITS)
  return new Kysely<Database>({ dialect: new TellingDialect(dialect, watch) })
}

/**
 * One connection without a migration, for whoever only looks, and for the migration itself, which may
 * take longer than any request should.
 *
 * @throws {StoreError} as above.
 */
export async function openPostgresAsIs(url: string): Promise<Db> {
  const host = readHost(url)
  const dialect = createDialect({ ...POOL, connectionString: url, max: 1 }, {})
  const db = new Kysely<Database>({ dialect })
  try {
    await sql`select 1`.execute(db)
    return db
  } catch (cause) {
    await db.destroy()
    const message = `The PostgreSQL database on ${host} could not be opened: ${toReason(cause)}.`
    throw new StoreError(message, { cause })
  }
}

function createDialect(config: PoolConfig, limits: Record<string, string>): PostgresDialect {
  const pool = new Pool({
    ...config,
    onConnect: (client) => applySettings(client, limits),
  })
  // A lost connection says so by an event, which would end the process if nobody listened. Whoever
  // was using it gets an error of their own, and the pool makes another.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return new PostgresDialect({ pool })
}

/** As statements, because poolers refuse settings they do not know in the startup message. */
async function applySettings(client: ClientBase, limits: Record<string, string>) {
  for (const [name, value] of Object.entries(limits)) {
    await client.query('select set_config($1, $2, false)', [name, value])
  }
  // A commit is on the disk before it is answered for, also where the server's default is another.
  // `remote_apply` promises more and stays.
  await client.query(
    `select set_config('synchronous_commit', 'on', false)
     where current_setting('synchronous_commit') <> 'remote_apply'`,
  )
}

/** Counts and milliseconds, which as text would be added by writing one behind the other. */
function readBigintsAsNumbers(): TypeOverrides {
  const overrides = new TypeOverrides()
  overrides.setTypeParser(types.builtins.INT8, Number)
  return overrides
}

function readHost(url: string): string {
  // The error of `new URL` holds the address, so it is no cause.
  if (!URL.canParse(url)) throw new StoreError('The address of the PostgreSQL database is no URL.')
  const { hostname, searchParams } = new URL(url)
  return hostname || searchParams.get('host') || 'this machine'
}

/** An address with several IPs fails with an error that has a code and no message. */
function toReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.message || String(Reflect.get(cause, 'code') ?? cause.name)
}
