import type { Db } from './database.ts'
import { type MirroredUser, selectMirror } from './directory-mirror.ts'
import { MIRRORED_USER_COLUMNS, toMirroredUser } from './mirrored-user-rows.ts'

/** Somebody by their object id; undefined where there is no mirror, or nobody of that id in it. */
export async function readMirroredUser(
  db: Db,
  { tenantId, id }: { tenantId: string; id: string },
): Promise<MirroredUser | undefined> {
  const mirror = await selectMirror(db, tenantId).select('number').executeTakeFirst()
  if (!mirror) return undefined
  const row = await db
    .selectFrom('mirrored_users')
    .select(MIRRORED_USER_COLUMNS)
    .where('mirror', '=', mirror.number)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toMirroredUser(row)
}
