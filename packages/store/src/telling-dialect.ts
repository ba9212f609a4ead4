import type {
  CompiledQuery,
  DatabaseConnection,
  Dialect,
  Driver,
  Kysely,
  QueryResult,
  TransactionSettings,
} from 'kysely'
import { StoreFailure, toStoreFailure } from './store-failure.ts'

/** Who is told how the database does. */
export interface StoreWatch {
  /** It could not be used. */
  onFailure: (failure: StoreFailure) => void
  /** Somebody waits for a connection. Answers with what to call when they do no more. */
  onWait: () => () => void
}

type OnFailure = StoreWatch['onFailure']

/**
 * A dialect whose driver throws a `StoreFailure` where the database cannot be used, and says who waits for it. Above
 * it nobody could tell a lost connection to the database from one to somebody else.
 */
export class TellingDialect implements Dialect {
  readonly #dialect: Dialect
  readonly #watch: StoreWatch

  constructor(dialect: Dialect, watch: StoreWatch) {
    this.#dialect = dialect
    this.#watch = watch
  }

  createDriver() {
    return new TellingDriver(this.#dialect.createDriver(), this.#watch)
  }

  createQueryCompiler() {
    return this.#dialect.createQueryCompiler()
  }

  createAdapter() {
    return this.#dialect.createAdapter()
  }

  createIntrospector(db: Kysely<unknown>) {
    return this.#dialect.createIntrospector(db)
  }
}

class TellingDriver implements Driver {
  readonly #driver: Driver
  readonly #onFailure: OnFailure
  readonly #onWait: StoreWatch['onWait']

  constructor(driver: Driver, { onFailure, onWait }: StoreWatch) {
    this.#driver = driver
    this.#onFailure = onFailure
    this.#onWait = onWait
  }

  init() {
    return tell(() => this.#driver.init(), this.#onFailure)
  }

  async acquireConnection() {
    const end = this.#onWait()
    try {
      const connection = await tell(() => this.#driver.acquireConnection(), this.#onFailure)
      return new TellingConnection(connection, this.#onFailure)
    } finally {
      end()
    }
  }

  beginTransaction(connection: TellingConnection, settings: TransactionSettings) {
    return tell(() => this.#driver.beginTransaction(connection.inner, settings), this.#onFailure)
  }

  commitTransaction(connection: TellingConnection) {
    return tell(() => this.#driver.commitTransaction(connection.inner), this.#onFailure)
  }

  rollbackTransaction(connection: TellingConnection) {
    return tell(() => this.#driver.rollbackTransaction(connection.inner), this.#onFailure)
  }

  releaseConnection(connection: TellingConnection) {
    return this.#driver.releaseConnection(connection.inner)
  }

  destroy() {
    return this.#driver.destroy()
  }
}

class TellingConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection
  readonly #onFailure: OnFailure

  constructor(inner: DatabaseConnection, onFailure: OnFailure) {
    this.inner = inner
    this.#onFailure = onFailure
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return tell(() => this.inner.executeQuery<Row>(query), this.#onFailure)
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number) {
    return this.inner.streamQuery<Row>(query, chunkSize)
  }
}

async function tell<Result>(act: () => Promise<Result>, onFailure: OnFailure): Promise<Result> {
  try {
    return await act()
  } catch (cause) {
    const error = toStoreFailure(cause)
    if (error instanceof StoreFailure && error !== cause) onFailure(error)
    throw error
  }
}
