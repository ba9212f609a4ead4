import type { Db } from './database.ts'
import { foldText } from './fold-text.ts'
import { isPostgres } from './is-postgres.ts'
import type { SavedViewTable } from './tables/saved-view.table.ts'

/** A list of people with a name. */
export interface SavedView {
  id: string
  name: string
  /** The query part of the users page's address, without '?'. */
  query: string
  isShared: boolean
  /** The id of our person. */
  ownerId: string
  createdAt: string
}

/** How many a person may have in a tenant. */
const MOST = 100

/** A person's own, and those that others of the tenant share, by name. */
export async function listSavedViews(
  db: Db,
  { tenantId, personId }: { tenantId: string; personId: string },
): Promise<SavedView[]> {
  const rows = await db
    .selectFrom('saved_views')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where(({ eb, or }) => or([eb('person_id', '=', personId), eb('is_shared', '=', 1)]))
    .execute()
  return rows.sort(compareRows).map(toSavedView)
}

/** Keeps a list under a name that its owner has not given to another one, whatever its case. */
export async function createSavedView(
  db: Db,
  view: SavedView & { tenantId: string },
): Promise<'created' | 'name_taken' | 'too_many'> {
  const row = fromSavedView(view)
  return db.transaction().execute(async (tx) => {
    // Locked: of two at once the second counts the first one's.
    await tx
      .selectFrom('people')
      .select('id')
      .where('id', '=', row.person_id)
      .$if(isPostgres(tx), (query) => query.forUpdate())
      .execute()
    const own = await tx
      .selectFrom('saved_views')
      .select('name_key')
      .where('person_id', '=', row.person_id)
      .where('tenant_id', '=', row.tenant_id)
      .execute()
    if (own.some(({ name_key }) => name_key === row.name_key)) return 'name_taken'
    if (own.length >= MOST) return 'too_many'
    await tx.insertInto('saved_views').values(row).execute()
    return 'created'
  })
}

/** @returns false where the person has none of this id in the tenant */
export async function deleteSavedView(
  db: Db,
  { tenantId, personId, id }: { tenantId: string; personId: string; id: string },
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('saved_views')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}

/** What somebody had is another's from now on, who may have given a name as well. */
export async function moveSavedViews(
  tx: Db,
  { fromId, toId }: { fromId: string; toId: string },
): Promise<void> {
  const rows = await tx
    .selectFrom('saved_views')
    .selectAll()
    .where('person_id', 'in', [fromId, toId])
    .execute()
  const toTaken = (row: SavedViewTable) => `${row.tenant_id}/${row.name_key}`
  const taken = new Set(rows.filter((row) => row.person_id === toId).map(toTaken))
  for (const row of rows.filter(({ person_id }) => person_id === fromId)) {
    let moved = { ...row, person_id: toId }
    for (let number = 2; taken.has(toTaken(moved)); number += 1) {
      const name = `${row.name} (${number})`
      moved = { ...moved, name, name_key: foldText(name) }
    }
    taken.add(toTaken(moved))
    await tx.updateTable('saved_views').set(moved).where('id', '=', row.id).execute()
  }
}

/** The same on both engines, whose own orders of texts differ. */
function compareRows(one: SavedViewTable, other: SavedViewTable): number {
  if (one.name_key !== other.name_key) return one.name_key < other.name_key ? -1 : 1
  return one.id < other.id ? -1 : 1
}

function toSavedView(row: SavedViewTable): SavedView {
  return {
    id: row.id,
    name: row.name,
    query: row.query,
    isShared: row.is_shared === 1,
    ownerId: row.person_id,
    createdAt: row.created_at,
  }
}

function fromSavedView(view: SavedView & { tenantId: string }): SavedViewTable {
  return {
    id: view.id,
    tenant_id: view.tenantId,
    person_id: view.ownerId,
    name: toStorable(view.name),
    name_key: foldText(view.name),
    query: toStorable(view.query),
    is_shared: view.isShared ? 1 : 0,
    created_at: view.createdAt,
  }
}

/** Neither PostgreSQL nor UTF-8 takes everything that a string may hold. */
function toStorable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}
