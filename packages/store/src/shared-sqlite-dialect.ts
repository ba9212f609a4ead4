import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely'
import { retryWhileBusy } from './retry-while-busy.ts'

/** Kysely's SQLite for a file that other connections write to as well. */
export class SharedSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver() {
    return new SharedSqliteDriver(this.#config)
  }

  override createAdapter() {
    return new TransactionalSqliteAdapter()
  }
}

/**
 * SQLite's DDL is transactional, which Kysely makes no use of. With it all migrations are one write
 * transaction: a second process waits for it and then finds them done.
 */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true
  }
}

class SharedSqliteDriver extends SqliteDriver {
  #connection: Promise<PatientConnection> | undefined

  override acquireConnection() {
    this.#connection ??= super
      .acquireConnection()
      .then((connection) => new PatientConnection(connection))
    return this.#connection
  }

  /**
   * A plain `begin` takes the write lock at the first write. If the transaction has read before and
   * another one has written since, that fails for good (https://sqlite.org/isolation.html).
   */
  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /**
   * After a full disk or a failed read SQLite has rolled back by itself, and says that there is nothing to roll
   * back: that must not stand in for the failure (https://sqlite.org/lang_transaction.html).
   */
  override async rollbackTransaction(connection: DatabaseConnection) {
    await super.rollbackTransaction(connection).catch((error: unknown) => {
      if (!String(error).includes('no transaction is active')) throw error
    })
  }
}

/** A statement that found the database busy has done nothing, so it may be tried again. */
class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection

  constructor(connection: DatabaseConnection) {
    this.#connection = connection
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return retryWhileBusy(() => this.#connection.executeQuery<Row>(query))
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number) {
    return this.#connection.streamQuery<Row>(query, chunkSize)
  }
}
