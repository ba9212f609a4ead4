import { randomUUID } from 'node:crypto'

/** `changed` for what can be restored, `deleted` for what is gone for good. */
export type RemovalReason = 'changed' | 'deleted'

/** When an object of the directory changed, in numbers that count the changes of its tenant. */
export interface ObjectChange {
  id: string
  /** Of the newest change. */
  at: number
  /** Undefined for an object of the seed. */
  addedAt: number | undefined
  /** By property: its newest change. */
  properties: Map<string, number>
  /** Undefined while the object is there. */
  removal: RemovalReason | undefined
}

/**
 * What delta queries are answered from: for each object its newest change, and no log that grows without end. Objects
 * that nobody has touched since the seed are not in it.
 */
export interface Changes {
  /** Of this record: what counts in another one, of before a reset, means nothing here. */
  readonly id: string
  /** Number of the newest change; 0 at first. */
  readonly newest: number
  read(objectId: string): ObjectChange | undefined
  noteAddition(objectId: string): void
  noteChange(objectId: string, properties: readonly string[]): void
  noteRemoval(objectId: string, reason: RemovalReason): void
  /** Objects whose newest change came after this one, in the order of these changes. */
  listAfter(number: number): Generator<ObjectChange>
}

interface Entry {
  at: number
  objectId: string
}

/** Spent entries are dropped when they are as many as the living ones, and this many more. */
const mostSpent = 1000

/** Where the entries begin that are newer than this number. */
function findAfter(entries: readonly Entry[], number: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle]?.at ?? 0) > number) high = middle
    else low = middle + 1
  }
  return low
}

export function createChanges(): Changes {
  const known = new Map<string, ObjectChange>()
  let newest = 0
  // In order; an entry is spent once its object has changed again.
  let entries: Entry[] = []
  const isLiving = ({ at, objectId }: Entry): boolean => known.get(objectId)?.at === at
  const touch = (id: string): ObjectChange => {
    newest += 1
    const change = known.get(id) ?? {
      id,
      at: newest,
      addedAt: undefined,
      properties: new Map(),
      removal: undefined,
    }
    change.at = newest
    known.set(id, change)
    entries.push({ at: newest, objectId: id })
    if (entries.length > 2 * known.size + mostSpent) entries = entries.filter(isLiving)
    return change
  }
  return {
    id: randomUUID(),
    get newest() {
      return newest
    },
    read: (objectId) => known.get(objectId),
    noteAddition(objectId) {
      touch(objectId).addedAt = newest
    },
    noteChange(objectId, properties) {
      const change = touch(objectId)
      for (const name of properties) change.properties.set(name, newest)
    },
    noteRemoval(objectId, reason) {
      touch(objectId).removal = reason
    },
    *listAfter(number) {
      for (let index = findAfter(entries, number); index < entries.length; index += 1) {
        const entry = entries[index] as Entry
        const change = known.get(entry.objectId)
        if (change !== undefined && isLiving(entry)) yield change
      }
    },
  }
}
