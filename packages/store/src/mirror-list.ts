import type { Db } from './database.ts'
import type { MirrorRow } from './directory-mirror.ts'
import type { KeySet } from './key-set.ts'
import {
  countPeople,
  eachKey,
  type OrderedPeople,
  readPlaceBefore,
  readPlaces,
  sortKeys,
} from './mirror-order.ts'
import type { MirrorQuery, OrderPlace } from './mirror-query.ts'
import { rememberFound } from './remember-found.ts'
import { filterMirror, searchMirror, toWords } from './search-mirror.ts'

/** The people a query finds, in order. */
export interface MirrorList {
  total: number
  /** Keys from a position, or behind a place. */
  readKeys: (wanted: {
    after?: OrderPlace | undefined
    skip: number
    limit: number
  }) => Promise<number[]>
  /** Undefined where nobody of the list has this place. */
  locate: (place: OrderPlace) => Promise<Located | undefined>
}

interface Located {
  /** From 1. */
  position: number
  previous: number | undefined
  next: number | undefined
}

/** So few are sorted; of more the order is walked, and who is not among them is passed by. */
const FEW = 2000

export async function findMirrorList(
  db: Db,
  mirror: MirrorRow,
  { search, sees, filters, orderBy }: MirrorQuery,
): Promise<MirrorList> {
  const people: OrderedPeople = { mirror: mirror.number, filters, orderBy }
  const words = toWords(search)
  if (words.length === 0) {
    const count = () => countPeople(db, people)
    const total =
      filters.length === 0 ? mirror.total : await rememberFound(db, mirror, filters, count)
    return listInIndex(db, people, total)
  }
  const found = await rememberFound(db, mirror, { words, sees }, () =>
    searchMirror(db, mirror, { words, sees }),
  )
  if (found.size <= FEW) {
    return listFew(await sortKeys(db, people, found.toKeys()), orderBy.descending)
  }
  return listMany(db, people, await filterFound(db, mirror, { found, people }))
}

async function filterFound(
  db: Db,
  mirror: MirrorRow,
  { found, people: { filters } }: { found: KeySet; people: OrderedPeople },
): Promise<KeySet> {
  if (filters.length === 0) return found
  const passing = await rememberFound(db, mirror, { passing: filters }, () =>
    filterMirror(db, mirror, filters),
  )
  return found.intersect(passing)
}

function listInIndex(db: Db, people: OrderedPeople, total: number): MirrorList {
  return {
    total,
    readKeys: async (wanted) => {
      const places = await readPlaces(db, people, wanted)
      return places.map(({ key }) => key)
    },
    locate: async (place) => {
      const previous = await readPlaceBefore(db, people, place)
      const [next] = await readPlaces(db, people, { after: place, limit: 1 })
      return {
        position: (await countPeople(db, people, place)) + 1,
        previous: previous?.key,
        next: next?.key,
      }
    },
  }
}

function listFew(places: readonly OrderPlace[], descending: boolean): MirrorList {
  const keys = places.map(({ key }) => key)
  return {
    total: keys.length,
    readKeys: async ({ after, skip, limit }) => {
      const isBehind = (place: OrderPlace, from: OrderPlace) =>
        descending ? comparePlaces(place, from) < 0 : comparePlaces(place, from) > 0
      const behind = after ? places.findIndex((place) => isBehind(place, after)) : 0
      return behind < 0 ? [] : keys.slice(behind + skip, behind + skip + limit)
    },
    locate: async ({ key }) => {
      const index = keys.indexOf(key)
      if (index < 0) return undefined
      return { position: index + 1, previous: keys[index - 1], next: keys[index + 1] }
    },
  }
}

/** As the database does, by bytes: JavaScript would compare halves of characters. */
function comparePlaces(one: OrderPlace, other: OrderPlace): number {
  return Buffer.compare(Buffer.from(one.sortKey), Buffer.from(other.sortKey)) || one.key - other.key
}

function listMany(db: Db, people: OrderedPeople, among: KeySet): MirrorList {
  return {
    total: among.size,
    readKeys: async ({ after, skip, limit }) => {
      const keys: number[] = []
      const wanted = skip + limit
      for await (const part of eachKey(db, people, { after, first: 2 * limit })) {
        for (const key of part) if (among.has(key)) keys.push(key)
        if (keys.length >= wanted) break
      }
      return keys.slice(skip, wanted)
    },
    locate: async ({ key: wanted }) => {
      if (!among.has(wanted)) return undefined
      const keys: number[] = []
      for await (const part of eachKey(db, people)) {
        for (const key of part) if (among.has(key)) keys.push(key)
        const index = keys.indexOf(wanted)
        const isLast = index === among.size - 1
        if (index >= 0 && (isLast || index < keys.length - 1)) {
          return { position: index + 1, previous: keys[index - 1], next: keys[index + 1] }
        }
      }
      return undefined
    },
  }
}
