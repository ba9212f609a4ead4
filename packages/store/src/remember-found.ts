import { LRUCache } from 'lru-cache'
import type { Db } from './database.ts'
import type { MirrorRow } from './directory-mirror.ts'
import { KeySet } from './key-set.ts'

const MAX_BYTES = 32 * 1024 * 1024
const ENTRY_BYTES = 512

const foundIn = new WeakMap<Db, LRUCache<string, KeySet | number>>()

/**
 * What a question about a mirror found, without asking again while nothing has changed in it: people turn
 * pages, and every page says how many there are.
 */
export async function rememberFound<Found extends KeySet | number>(
  db: Db,
  { number, changes }: MirrorRow,
  question: unknown,
  find: () => Promise<Found>,
): Promise<Found> {
  const known = getFound(db)
  const key = JSON.stringify([number, changes, question])
  const remembered = known.get(key)
  // The question says which of the two it has found.
  if (remembered !== undefined) return remembered as Found
  const found = await find()
  known.set(key, found)
  return found
}

function getFound(db: Db): LRUCache<string, KeySet | number> {
  const known = foundIn.get(db)
  if (known) return known
  const empty = new LRUCache<string, KeySet | number>({
    maxSize: MAX_BYTES,
    sizeCalculation: (found) => ENTRY_BYTES + (found instanceof KeySet ? found.bytes : 0),
  })
  foundIn.set(db, empty)
  return empty
}
