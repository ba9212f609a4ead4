import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MirroredUser } from './directory-mirror.ts'
import {
  eachMirroredUser,
  findMirroredNeighbours,
  findMirroredUsers,
} from './find-mirrored-users.ts'
import { foldText } from './fold-text.ts'
import type { Lease } from './leases.ts'
import { MIRROR_ORDER_FIELDS, type MirrorFilter, type MirrorQuery } from './mirror-query.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { applyPage, createPeople, getMirrorLease } from './testing/mirror-people.ts'

const tenantId = 'tenant-1'
/** More than are sorted by themselves when all are found. */
const PEOPLE = createPeople(2300)

const FILTERS: MirrorFilter[] = [
  { field: 'accountEnabled', value: true },
  { field: 'accountEnabled', value: false },
  { field: 'onPremisesSyncEnabled', value: true },
  { field: 'onPremisesSyncEnabled', value: false },
  { field: 'userType', value: 'guest' },
  { field: 'department', value: 'science' },
  { field: 'department', value: 'r&d' },
  { field: 'jobTitle', value: 'ENGINEER' },
  { field: 'createdAfter', value: '2020-05-01T02:00:00+02:00' },
  { field: 'createdBefore', value: '2020-05-01T00:00:00Z' },
]

const orders = MIRROR_ORDER_FIELDS.flatMap((field) => [
  { field, descending: false },
  { field, descending: true },
])

function toQuery(more: Partial<MirrorQuery> = {}): MirrorQuery {
  const orderBy = { field: 'displayName', descending: false } as const
  return { tenantId, sees: 'all', filters: [], orderBy, ...more }
}

/** The same by looking at everybody. */
function isFound(user: MirroredUser, { search = '', sees, filters }: MirrorQuery): boolean {
  const { id, displayName, userPrincipalName, mail, givenName, surname } = user
  const basic = [id, displayName, userPrincipalName, mail, givenName, surname]
  const rest = [user.jobTitle, user.department, user.employeeId]
  const fields = [...basic, ...(sees === 'all' ? rest : [])].map((text) => foldText(text ?? ''))
  const words = foldText(search).split(/\s+/u)
  return (
    words.every((word) => fields.some((field) => field.includes(word))) &&
    filters.every((filter) => passes(user, filter))
  )
}

function passes(user: MirroredUser, filter: MirrorFilter): boolean {
  const created = Date.parse(user.createdAt ?? '')
  switch (filter.field) {
    case 'createdAfter':
      return created >= Date.parse(filter.value)
    case 'createdBefore':
      return created < Date.parse(filter.value)
    case 'accountEnabled':
    case 'onPremisesSyncEnabled':
      return user[filter.field] === filter.value
    default:
      return user[filter.field]?.toLowerCase() === filter.value.toLowerCase()
  }
}

/** What is sorted by, as bytes; nothing is behind everything. */
function toBytes(user: MirroredUser, field: MirrorQuery['orderBy']['field']): Buffer {
  const value = user[field]
  if (value === null) return Buffer.from([0xff])
  return Buffer.from(typeof value === 'string' ? foldText(value) : `${Number(value)}`)
}

const count = (query: MirrorQuery) => PEOPLE.filter((user) => isFound(user, query)).length

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  let lease: Lease
  beforeAll(async () => {
    store = await openTestStore(engine)
    lease = await getMirrorLease(store.db)
    const [half, rest] = [PEOPLE.slice(0, 1200), PEOPLE.slice(1200)]
    await applyPage(store.db, { tenantId, lease, changes: half, isLast: false })
    await applyPage(store.db, { tenantId: 'tenant-2', lease, changes: PEOPLE.slice(0, 20) })
    await applyPage(store.db, { tenantId, lease, changes: rest })
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const find = (query: MirrorQuery, more: { top?: number; skip?: number; after?: string } = {}) =>
    findMirroredUsers(store.db, { ...query, top: 999, ...more })
  const readEverybody = async (query: MirrorQuery) => {
    const users: MirroredUser[] = []
    for await (const batch of eachMirroredUser(store.db, query)) users.push(...batch)
    return users
  }
  const toIds = (users: readonly MirroredUser[]) => users.map(({ id }) => id)
  const expectSameAsLooking = async (query: MirrorQuery) => {
    const wanted = PEOPLE.filter((user) => isFound(user, query))
    const { users, total } = await find(query)
    expect({ query, total }).toEqual({ query, total: wanted.length })
    const ids = new Set(toIds(wanted))
    expect(toIds(users).filter((id) => !ids.has(id))).toEqual([])
    expect(users).toHaveLength(Math.min(999, wanted.length))
  }

  it('a search finds whom looking at everybody finds', async () => {
    const user = fc.constantFrom(...PEOPLE.slice(0, 400))
    const piece = fc
      .tuple(user, fc.nat(8), fc.nat(40), fc.integer({ min: 1, max: 7 }))
      .map(([someone, field, from, length]) => {
        const { createdAt: _, accountEnabled: __, onPremisesSyncEnabled: ___, ...texts } = someone
        const text = Object.values(texts).filter((value) => value !== null)[field] ?? someone.id
        const start = from % text.length
        return text.slice(start, start + length)
      })
    const odd = fc.constantFrom('%', '_', '"', '\\', '*', '-', "'", 'a"b', 'b\\c', 'd*e-f', '50%_')
    const marked = piece.map((text) => `\u200f${text.toUpperCase()}\u200e`)
    const any = fc.string({ unit: 'binary', maxLength: 3 })
    const word = fc.oneof({ weight: 5, arbitrary: piece }, marked, odd, any)
    const search = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))
    const sees = fc.constantFrom('all' as const, 'basic' as const)
    const filters = fc.subarray(FILTERS, { maxLength: 1 })
    const orderBy = fc.constantFrom(...orders)
    const query = fc.record({ search, sees, filters, orderBy })
    await fc.assert(
      fc.asyncProperty(query, (some) => expectSameAsLooking(toQuery(some))),
      { numRuns: 70 },
    )
  })

  it.each([
    'contoso',
    'NURSE',
    'İBRAHİM',
    'zoe mull',
    "o'neil",
    'gros',
    '다은',
    'איל',
    'or not and near',
    'a* -b ^c',
    '   ',
  ])('of %j the same is found by whoever sees all and by whoever sees little', async (search) => {
    await expectSameAsLooking(toQuery({ search }))
    await expectSameAsLooking(toQuery({ search, sees: 'basic' }))
  })

  it('a word that begins in one field does not end in the next', async () => {
    const someone = { id: 'seam', givenName: 'xxfoo', surname: 'barxx' }
    const seam = { tenantId: 'seams', lease }
    await applyPage(store.db, { ...seam, changes: [someone] })
    const search = async (text: string) =>
      (await find(toQuery({ tenantId: 'seams', search: text }))).total
    expect([await search('foobar'), await search('foo bar')]).toEqual([0, 1])
  })

  it('every filter lets through whom it should, with a search and without', async () => {
    for (const filter of FILTERS) {
      await expectSameAsLooking(toQuery({ filters: [filter] }))
      await expectSameAsLooking(toQuery({ filters: [filter], search: 'contoso' }))
    }
    const [one, , , , , other] = FILTERS
    if (one && other) await expectSameAsLooking(toQuery({ filters: [one, other] }))
  })

  it('pages by position and pages by cursor are both the whole sorted list, in every order', async () => {
    for (const [index, orderBy] of orders.entries()) {
      // In turn all by the index, many passed by, and few sorted.
      const search = [undefined, 'contoso', '10'][index % 3]
      const query = toQuery({ orderBy, search })
      const everybody = await readEverybody(query)
      expect(everybody).toHaveLength(count(query))
      const byPosition: string[] = []
      for (let skip = 0; skip < everybody.length; skip += 700) {
        byPosition.push(...toIds((await find(query, { skip, top: 700 })).users))
      }
      expect(byPosition).toEqual(toIds(everybody))
      const sorted = everybody.toSorted((one, two) => {
        const order = Buffer.compare(toBytes(one, orderBy.field), toBytes(two, orderBy.field))
        return orderBy.descending ? -order : order
      })
      expect(everybody.map((user) => user[orderBy.field])).toEqual(
        sorted.map((user) => user[orderBy.field]),
      )
    }
  })

  it('people of one department stand by their names', async () => {
    const { users } = await find(toQuery({ orderBy: { field: 'department', descending: false } }))
    const folded = users.map((user) => [foldText(user.department ?? ''), user.displayName] as const)
    const first = folded.filter(([department]) => department === folded[0]?.[0])
    const names = first.map(([, name]) => (name === null ? '\u{10ffff}' : foldText(name)))
    expect(names).toEqual(names.toSorted((one, two) => Buffer.from(one).compare(Buffer.from(two))))
  })

  it('pages by cursor lose nobody who was there throughout, whoever comes and goes', async () => {
    const moving = { tenantId: 'moving', lease }
    const people = PEOPLE.slice(0, 300)
    await applyPage(store.db, { ...moving, changes: people })
    const query = toQuery({ tenantId: 'moving', orderBy: { field: 'surname', descending: true } })
    const seen: string[] = []
    const removed: string[] = []
    let after: string | undefined
    for (let round = 0; ; round += 1) {
      const page = await find(query, { top: 23, ...(after !== undefined && { after }) })
      seen.push(...toIds(page.users))
      after = page.next
      if (after === undefined) break
      // Among them who was last on the page, behind whom the next one begins.
      const going = toIds(page.users.slice(-2))
      removed.push(...going)
      const coming = { ...PEOPLE[1000 + round], id: randomUUID() }
      await applyPage(store.db, { ...moving, changes: [coming], removedIds: going })
    }
    const stayed = toIds(people).filter((id) => !removed.includes(id))
    expect(stayed.filter((id) => !seen.includes(id))).toEqual([])
    expect(new Set(seen).size).toBe(seen.length)
  })

  it.each([undefined, 'contoso', '10', 'nurse'])(
    'everybody searched by %j knows their position and who is beside them',
    async (search) => {
      const query = toQuery({
        search,
        filters: [{ field: 'accountEnabled', value: true }],
        orderBy: { field: 'surname', descending: true },
      })
      const ids = toIds(await readEverybody(query))
      for (const index of [0, 1, Math.floor(ids.length / 2), ids.length - 1]) {
        const id = ids[index] ?? ''
        expect(await findMirroredNeighbours(store.db, { ...query, id })).toEqual({
          position: index + 1,
          total: ids.length,
          previousId: ids[index - 1],
          nextId: ids[index + 1],
        })
      }
      const outside = PEOPLE.find((user) => !ids.includes(user.id))?.id ?? ''
      expect(await findMirroredNeighbours(store.db, { ...query, id: outside })).toBeUndefined()
      expect(await findMirroredNeighbours(store.db, { ...query, id: 'nobody' })).toBeUndefined()
    },
  )

  it('a cursor that is none, or of another order, is refused', async () => {
    const { next = '' } = await find(toQuery(), { top: 1 })
    const other = toQuery({ orderBy: { field: 'mail', descending: false } })
    await expect(find(other, { after: next })).rejects.toThrow(RangeError)
    const forged = [['displayName', false, 1, 2], ['displayName', false, '\0', 2], {}, null]
    const texts = forged.map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'))
    for (const after of ['', 'x', '%', ...texts]) {
      await expect(find(toQuery(), { after })).rejects.toThrow(RangeError)
    }
    const filters: MirrorFilter[] = [{ field: 'createdAfter', value: 'yesterday' }]
    await expect(find(toQuery({ filters }))).rejects.toThrow(RangeError)
  })

  it('of a tenant without a mirror nobody is found', async () => {
    const empty = { users: [], total: 0, next: undefined }
    expect(await find(toQuery({ tenantId: 'none' }))).toEqual(empty)
  })

  it('an index of its own serves every order', async () => {
    const { number } = await store.db
      .selectFrom('directory_mirrors')
      .select('number')
      .where('tenant_id', '=', tenantId)
      .executeTakeFirstOrThrow()
    const names =
      engine.name === 'SQLite'
        ? sql<{ name: string }>`select name from sqlite_schema where type = 'index'`
        : sql<{ name: string }>`select indexname as name from pg_indexes`
    const { rows } = await names.execute(store.db)
    const own = rows.filter(({ name }) => name.startsWith(`mirrored_users_${number}_`))
    // One more for counting; PostgreSQL's trigrams are an index as well.
    const more = engine.name === 'SQLite' ? 1 : 2
    expect(own).toHaveLength(MIRROR_ORDER_FIELDS.length + more)
  })
})
