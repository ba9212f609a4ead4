import type { ItemOutcome } from './batches.ts'
import type { Db } from './database.ts'
import type { BatchItemTable } from './tables/batch-item.table.ts'

/** One account of a batch. */
export interface BatchItem {
  line: number
  input: string
  /** What the account is looked up by; null where the input cannot be understood. */
  name: string | null
  expected: boolean | null
  userId: string | null
  userPrincipalName: string | null
  displayName: string | null
  jobTitle: string | null
  /** `Member` or `Guest`. */
  userType: string | null
  /** Names of the directory roles the account has; null where nobody asked. */
  directoryRoles: string[] | null
  accountEnabled: boolean | null
  /** `accountEnabled` before the change and after it; null where there was none. */
  before: boolean | null
  after: boolean | null
  stage: BatchItemTable['stage']
  outcome: ItemOutcome | null
  code: string | null
  graphRequestId: string | null
  attempts: number
  /** Left alone until then, in ms since 1970. */
  notBeforeMs: number
  at: string | null
}

/** Items in the order of their lines. */
export async function listItems(
  db: Db,
  {
    batchId,
    outcomes,
    afterLine = 0,
    top,
  }: {
    batchId: string
    /** Null stands for those that have come to nothing yet. */
    outcomes?: readonly (ItemOutcome | null)[] | undefined
    afterLine?: number
    top: number
  },
): Promise<BatchItem[]> {
  const named = outcomes?.filter((outcome) => outcome !== null) ?? []
  const rows = await db
    .selectFrom('batch_items')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('line', '>', afterLine)
    .$if(outcomes !== undefined, (query) =>
      query.where(({ eb, or }) =>
        or([
          ...(named.length > 0 ? [eb('outcome', 'in', named)] : []),
          ...(outcomes?.includes(null) ? [eb('outcome', 'is', null)] : []),
        ]),
      ),
    )
    .orderBy('line')
    .limit(top)
    .execute()
  return rows.map(toBatchItem)
}

/** Items that can be gone on with now. */
export async function listDueItems(
  db: Db,
  {
    batchId,
    nowMs,
    except,
    top,
  }: {
    batchId: string
    nowMs: number
    /** Lines that are under way. */
    except: ReadonlySet<number>
    top: number
  },
): Promise<BatchItem[]> {
  const rows = await db
    .selectFrom('batch_items')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('stage', 'in', ['pending', 'writing', 'revoking'])
    .where('not_before_ms', '<=', nowMs)
    .orderBy('line')
    .limit(top + except.size)
    .execute()
  return rows
    .filter(({ line }) => !except.has(line))
    .slice(0, top)
    .map(toBatchItem)
}

/** Items whose change was begun, and of which nobody knows yet what came of it. */
export async function listBegunItems(
  db: Db,
  batchId: string,
): Promise<Pick<BatchItem, 'line' | 'userId'>[]> {
  const rows = await db
    .selectFrom('batch_items')
    .select(['line', 'user_id'])
    .where('batch_id', '=', batchId)
    .where('stage', 'in', ['writing', 'revoking'])
    .execute()
  return rows.map(({ line, user_id }) => ({ line, userId: user_id }))
}

/** When the next item is due, in ms since 1970; undefined when all are done. */
export async function readNextDue(db: Db, batchId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('batch_items')
    .select(({ fn }) => fn.min('not_before_ms').as('due'))
    .where('batch_id', '=', batchId)
    .where('stage', '!=', 'done')
    .executeTakeFirst()
  return row?.due == null ? undefined : Number(row.due)
}

function toBatchItem(row: BatchItemTable): BatchItem {
  return {
    line: row.line,
    input: row.input,
    name: row.name,
    expected: fromFlag(row.expected),
    userId: row.user_id,
    userPrincipalName: row.user_principal_name,
    displayName: row.display_name,
    jobTitle: row.job_title,
    userType: row.user_type,
    directoryRoles: row.directory_roles === null ? null : JSON.parse(row.directory_roles),
    accountEnabled: fromFlag(row.account_enabled),
    before: fromFlag(row.before),
    after: fromFlag(row.after),
    stage: row.stage,
    outcome: row.outcome,
    code: row.code,
    graphRequestId: row.graph_request_id,
    attempts: row.attempts,
    notBeforeMs: Number(row.not_before_ms),
    at: row.at,
  }
}

function fromFlag(flag: 0 | 1 | null): boolean | null {
  return flag === null ? null : flag === 1
}

/** How many items have come to what. */
export type BatchCounts = Record<ItemOutcome | 'pending' | 'total', number>

/** How far batches have come. */
export async function countItems(
  db: Db,
  batches: readonly { id: string; total: number }[],
): Promise<Map<string, BatchCounts>> {
  const counts = new Map(
    batches.map(({ id, total }) => [
      id,
      {
        total,
        pending: 0,
        succeeded: 0,
        unchanged: 0,
        willBeReverted: 0,
        refused: 0,
        notFound: 0,
        failed: 0,
        cancelled: 0,
      },
    ]),
  )
  if (batches.length === 0) return counts
  const rows = await db
    .selectFrom('batch_items')
    .select(({ fn }) => ['batch_id', 'outcome', fn.countAll<number | string>().as('count')])
    .where(
      'batch_id',
      'in',
      batches.map(({ id }) => id),
    )
    .groupBy(['batch_id', 'outcome'])
    .execute()
  for (const { batch_id, outcome, count } of rows) {
    const of = counts.get(batch_id)
    if (of) of[outcome ?? 'pending'] = Number(count)
  }
  return counts
}
