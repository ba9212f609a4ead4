import { open } from 'node:fs/promises'
import { CompiledQuery } from 'kysely'
import type { World } from '../helpers/world.ts'

const PAGE = 4096

/** Where the world's SQLite database is. */
export const toDatabaseFile = (world: World) => `${world.env.DATA_DIR}/vestibule.db`

/** Writes nonsense over the database, as a bad disk would, and has the server read it from there. */
export async function damage(world: World): Promise<void> {
  const { db } = world.context.store
  // All of it is in the file then, and nothing of it in memory.
  await db.executeQuery(CompiledQuery.raw('pragma wal_checkpoint(truncate)'))
  await overwrite(toDatabaseFile(world))
  await db.executeQuery(CompiledQuery.raw('pragma shrink_memory'))
}

/** @param from the first byte that is lost */
export async function overwrite(file: string, from = 0): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    const { size } = await handle.stat()
    await handle.write(Buffer.alloc(size - from, 'nonsense'), 0, size - from, from)
  } finally {
    await handle.close()
  }
}

export const AFTER_FIRST_PAGE = PAGE
