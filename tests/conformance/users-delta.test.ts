import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Followed, iterateRound, readPage, readRound } from './delta-driver.ts'
import { callGraph, toRefusal } from './graph-driver.ts'
import { createUserToken } from './token-driver.ts'

const everyone = 500
const changing = 'User.Read.All User.ReadWrite.All'
const followed = '/users/delta?$select=displayName,jobTitle,department,accountEnabled'

let emulator: Emulator
let token: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: everyone - 12 })
})
beforeEach(async () => {
  emulator.reset()
  token = await createUserToken(emulator, 'Ada Admin', 'User.Read.All')
})
afterAll(() => emulator.close())

const page = (path: string, headers?: Record<string, string>) =>
  readPage(emulator, token, path, headers)
const round = (path: string, headers?: Record<string, string>) =>
  readRound(emulator, token, path, headers)
const idOf = (name: string): string => emulator.readUser(`${name}@contoso.test`)?.id ?? ''
const idsOf = (people: Followed[]): string[] => people.map(({ id }) => id)
const listIds = (): string[] => emulator.listUsers().map(({ id }) => id)
/** Somebody without a name of their own, by place in the tenant. */
const nth = (place: number): string => listIds()[place] ?? ''

/** What a copy of the directory does with the entries of a round. */
function merge(copy: Map<string, Followed>, entries: Followed[]): Map<string, Followed> {
  for (const entry of entries) {
    if (entry['@removed'] !== undefined) copy.delete(entry.id)
    else copy.set(entry.id, { ...copy.get(entry.id), ...entry })
  }
  return copy
}

describe('the first enumeration', () => {
  test("holds everybody once, page after page, as Microsoft's own PageIterator reads it", async () => {
    const { value, deltaLink } = await iterateRound(emulator, token, followed)
    expect(idsOf(value)).toHaveLength(everyone)
    expect(new Set(idsOf(value))).toEqual(new Set(listIds()))
    const asked = emulator.requests().filter(({ path }) => path === '/v1.0/users/delta')
    expect(asked).toHaveLength(3)

    emulator.updateUser('tom@contoso.test', { jobTitle: 'Head of mathematics' })
    const next = await iterateRound(emulator, token, deltaLink)
    expect(next.value).toEqual([expect.objectContaining({ jobTitle: 'Head of mathematics' })])
  })

  test('has links that hold a token and nothing else, whatever was asked for', async () => {
    const first = await page(followed)
    expect(first.value).toHaveLength(200)
    expect(first['@odata.context']).toBe(
      `${emulator.url}/v1.0/$metadata#users(displayName,jobTitle,department,accountEnabled)`,
    )
    expect(first['@odata.nextLink']).toMatch(/\/v1\.0\/users\/delta\?\$skiptoken=[\w-]{60,}$/)
    expect(first).not.toHaveProperty(['@odata.deltaLink'])
    const rest = await round(first['@odata.nextLink'] ?? '')
    expect(rest.pages).toBe(2)
    expect(rest.deltaLink).toMatch(/\/v1\.0\/users\/delta\?\$deltatoken=[\w-]{60,}$/)
    expect(Object.keys(rest.value[0] ?? {})).toContain('accountEnabled')
    expect((await page('/users/delta'))['@odata.context']).toBe(
      `${emulator.url}/v1.0/$metadata#users`,
    )
  })

  test('shows the id always, and no property that was never set', async () => {
    const { value } = await round('/users/delta?$select=displayName,jobTitle,businessPhones')
    const max = value.find(({ id }) => id === idOf('max'))
    expect(max).toEqual({ displayName: 'Max Member', businessPhones: [], id: idOf('max') })
    emulator.updateUser('tom@contoso.test', { jobTitle: null })
    const again = await round('/users/delta?$select=jobTitle')
    expect(again.value.find(({ id }) => id === idOf('tom'))).toEqual({
      jobTitle: null,
      id: idOf('tom'),
    })
  })

  test('misses nobody who comes, changes or goes between two pages, and the next round tells of all', async () => {
    const first = await page(followed)
    const [shownGone, unshownGone, shownChanged, unshownChanged] = [
      nth(20),
      nth(300),
      nth(50),
      nth(420),
    ]
    emulator.deleteUser(shownGone)
    emulator.deleteUser(unshownGone)
    emulator.updateUser(shownChanged, { department: 'Archive' })
    emulator.updateUser(unshownChanged, { department: 'Archive' })
    const added = emulator.addUser({
      displayName: 'Nia New',
      userPrincipalName: 'nia@contoso.test',
    })
    const rest = await round(first['@odata.nextLink'] ?? '')
    const seen = [...idsOf(first.value), ...idsOf(rest.value)]
    expect(new Set(seen).size).toBe(seen.length)
    expect(new Set(seen)).toEqual(new Set([...listIds(), shownGone]))

    const next = await round(rest.deltaLink)
    expect(new Set(idsOf(next.value))).toEqual(
      new Set([shownGone, unshownGone, shownChanged, unshownChanged, added.id]),
    )
    const copy = merge(new Map(), [...first.value, ...rest.value, ...next.value])
    expect(new Set(copy.keys())).toEqual(new Set(listIds()))
    expect(copy.get(shownChanged)?.department).toBe('Archive')
  })

  test('gives only a link with $deltatoken=latest', async () => {
    emulator.updateUser('tom@contoso.test', { jobTitle: 'Before' })
    const { value, '@odata.deltaLink': link = '' } = await page(`${followed}&$deltatoken=latest`)
    expect(value).toEqual([])
    emulator.updateUser('sara@contoso.test', { jobTitle: 'After' })
    const next = await round(link)
    expect(next.value).toEqual([
      expect.objectContaining({ id: idOf('sara'), jobTitle: 'After', department: 'Year 11' }),
    ])
  })
})

describe('a further round', () => {
  const startNow = async (query = followed): Promise<string> =>
    (await page(`${query}${query.includes('?') ? '&' : '?'}$deltatoken=latest`))[
      '@odata.deltaLink'
    ] ?? ''

  test('finds exactly what changed, by Graph, control and synchronisation, and nothing twice', async () => {
    const writing = await createUserToken(emulator, 'Ada Admin', changing, { isConsentAsked: true })
    const link = await startNow()
    const body = { department: 'Physics' }
    await callGraph(emulator, writing, '/users/tom@contoso.test', { method: 'PATCH', body })
    emulator.updateUser('sara@contoso.test', { accountEnabled: false })
    const off = { accountEnabled: false }
    await callGraph(emulator, writing, '/users/ola@contoso.test', { method: 'PATCH', body: off })
    const added = emulator.addUser({
      displayName: 'Nia New',
      userPrincipalName: 'nia@contoso.test',
      jobTitle: 'Nurse',
    })
    const [lena, noor] = [idOf('lena'), idOf('noor')]
    emulator.deleteUser('lena@contoso.test')
    emulator.deleteUser('noor@contoso.test', { permanently: true })
    // Set to what it is already, or nothing Graph tracks: no change.
    emulator.updateUser('uma@contoso.test', { jobTitle: 'Service desk', hasPhoto: false })

    const { value, deltaLink } = await round(link)
    expect(value).toEqual([
      expect.objectContaining({ id: idOf('tom'), department: 'Physics' }),
      expect.objectContaining({ id: idOf('sara'), accountEnabled: false }),
      expect.objectContaining({ id: idOf('ola'), accountEnabled: false }),
      { displayName: 'Nia New', jobTitle: 'Nurse', accountEnabled: true, id: added.id },
      { id: lena, '@removed': { reason: 'changed' } },
      { id: noor, '@removed': { reason: 'deleted' } },
    ])
    expect((await round(deltaLink)).value).toEqual([])

    emulator.sync()
    const synced = await round(deltaLink)
    expect(synced.value).toEqual([
      expect.objectContaining({ id: idOf('ola'), accountEnabled: true }),
    ])
    expect((await round(synced.deltaLink)).value).toEqual([])
    expect((await round(deltaLink)).value).toEqual(synced.value)
  })

  test('tells of selected properties only, licences and revoked sessions among them', async () => {
    const [plain, licences, sessions] = [
      await startNow('/users/delta?$select=displayName'),
      await startNow('/users/delta?$select=assignedLicenses'),
      await startNow('/users/delta?$select=signInSessionsValidFromDateTime'),
    ]
    emulator.updateUser('tom@contoso.test', { assignedLicenses: [] })
    emulator.updateUser('sara@contoso.test', { revokeSessions: true })
    expect((await round(plain)).value).toEqual([])
    expect((await round(licences)).value).toEqual([{ id: idOf('tom'), assignedLicenses: [] }])
    expect(idsOf((await round(sessions)).value)).toEqual([idOf('sara')])
  })

  test('follows every property without $select, and shows those that changed besides the default ones', async () => {
    const link = await startNow('/users/delta')
    emulator.updateUser('tom@contoso.test', { department: 'Physics' })
    const { value } = await round(link)
    expect(value).toEqual([
      expect.objectContaining({ displayName: 'Tom Teacher', department: 'Physics' }),
    ])
    expect(value[0]).not.toHaveProperty('accountEnabled')
  })

  test('shows with return=minimal what changed alone, and new people whole', async () => {
    const link = await startNow()
    emulator.updateUser('tom@contoso.test', { department: 'Physics' })
    emulator.updateUser('sara@contoso.test', { jobTitle: null })
    const added = emulator.addUser({
      displayName: 'Nia New',
      userPrincipalName: 'nia@contoso.test',
    })
    const minimal = { prefer: 'respond-async, return=minimal' }
    expect((await round(link, minimal)).value).toEqual([
      { id: idOf('tom'), department: 'Physics' },
      { id: idOf('sara'), jobTitle: null },
      { id: added.id, displayName: 'Nia New', accountEnabled: true },
    ])
    const { headers } = await callGraph(emulator, token, link, { headers: minimal })
    expect(headers.get('preference-applied')).toBe('return=minimal')
    const whole = (await round(link)).value.find(({ id }) => id === idOf('tom'))
    expect(Object.keys(whole ?? {}).sort()).toEqual(
      ['accountEnabled', 'department', 'displayName', 'id', 'jobTitle'].sort(),
    )
  })

  test('loses nothing of who changes again between two of its pages', async () => {
    const link = await startNow()
    const changed = Array.from({ length: 250 }, (_, place) => nth(place))
    for (const id of changed) emulator.updateUser(id, { department: 'Moved' })
    const minimal = { prefer: 'return=minimal' }
    const first = await page(link, minimal)
    expect(first.value).toHaveLength(200)
    const [shown = '', waiting = ''] = [changed[3], changed[230]]
    emulator.updateUser(shown, { jobTitle: 'Later' })
    emulator.updateUser(waiting, { jobTitle: 'Later' })
    const rest = await round(first['@odata.nextLink'] ?? '', minimal)
    const copy = merge(new Map(), [...first.value, ...rest.value])
    expect(new Set(copy.keys())).toEqual(new Set(changed))
    for (const id of [shown, waiting]) {
      expect(copy.get(id)).toMatchObject({ department: 'Moved', jobTitle: 'Later' })
    }
    expect((await round(rest.deltaLink)).value).toEqual([])
  })

  test('stays right when the same few people change thousands of times', async () => {
    const link = await startNow()
    for (let turn = 0; turn < 3000; turn += 1) {
      emulator.updateUser(nth(turn % 3), { jobTitle: `Turn ${turn}` })
    }
    const { value, deltaLink } = await round(link)
    expect(value.map(({ jobTitle }) => jobTitle)).toEqual(['Turn 2997', 'Turn 2998', 'Turn 2999'])
    expect((await round(deltaLink)).value).toEqual([])
  })
})

describe('what may be asked', () => {
  const refuse = async (path: string): Promise<[number, string]> =>
    toRefusal(await callGraph(emulator, token, path))

  test('$filter follows up to 50 people by id', async () => {
    const ids = [idOf('tom'), idOf('sara')]
    const filter = ids.map((id) => `id eq '${id}'`).join(' or ')
    const { value, deltaLink } = await round(`${followed}&$filter=${encodeURIComponent(filter)}`)
    expect(idsOf(value)).toEqual(ids)
    emulator.updateUser('max@contoso.test', { department: 'Somewhere' })
    emulator.deleteUser('sara@contoso.test')
    expect((await round(deltaLink)).value).toEqual([
      { id: ids[1], '@removed': { reason: 'changed' } },
    ])
    const many = Array.from({ length: 51 }, (_, place) => `id eq '${nth(place)}'`).join(' or ')
    for (const wrong of [many, "displayName eq 'Tom'", `${filter} and id ne 'x'`, "id eq 'tom'"]) {
      expect(await refuse(`${followed}&$filter=${encodeURIComponent(wrong)}`)).toEqual([
        400,
        'Request_UnsupportedQuery',
      ])
    }
  })

  test.each([
    '$orderby=displayName',
    '$expand=manager',
    '$search="displayName:tom"',
    '$count=true',
    '$skip=5',
  ])('%s is refused', async (option) => {
    expect((await refuse(`/users/delta?${option}`))[0]).toBe(400)
  })

  test('$top is ignored; properties that live elsewhere are 501', async () => {
    expect((await page('/users/delta?$top=5')).value).toHaveLength(200)
    for (const name of ['aboutMe', 'manager', 'signInActivity']) {
      expect(await refuse(`/users/delta?$select=${name}`)).toEqual([501, 'NotImplemented'])
    }
  })

  test('a token takes no options beside it, and garbage is no token', async () => {
    const link = (await page(followed))['@odata.nextLink'] ?? ''
    expect((await refuse(`${link}&$select=mail`))[0]).toBe(400)
    for (const garbage of ['garbage', Buffer.from('[1,2]').toString('base64url')]) {
      expect(await refuse(`/users/delta?$deltatoken=${garbage}`)).toEqual([400, 'BadRequest'])
    }
  })

  test('the generated libraries spell it microsoft.graph.delta(), and a batch holds it too', async () => {
    for (const name of ['delta()', 'microsoft.graph.delta', 'microsoft.graph.delta()']) {
      expect((await page(`/users/${name}`)).value).toHaveLength(200)
    }
    const requests = [{ id: '1', method: 'GET', url: `${followed}&$deltatoken=latest` }]
    const batch = await callGraph(emulator, token, '/$batch', {
      method: 'POST',
      body: { requests },
    })
    expect(batch.body.responses).toEqual([expect.objectContaining({ status: 200 })])
  })

  test('costs what a list of people costs', async () => {
    const { headers } = await callGraph(emulator, token, '/users/delta')
    expect(headers.get('x-ms-resource-unit')).toBe('2')
  })
})

describe('a state token', () => {
  const day = 86_400

  test('is good for seven days; then it is 410 with the way to begin anew', async () => {
    const first = await page(followed)
    const links = [first['@odata.nextLink'], (await round(followed)).deltaLink] as string[]
    emulator.advanceClock(6.9 * day)
    token = await createUserToken(emulator, 'Ada Admin', 'User.Read.All')
    for (const link of links) await page(link)
    emulator.advanceClock(1.1 * day)
    token = await createUserToken(emulator, 'Ada Admin', 'User.Read.All')
    for (const link of links) {
      const gone = await callGraph(emulator, token, link)
      expect(toRefusal(gone)).toEqual([410, 'syncStateNotFound'])
      const again = await round(gone.headers.get('location') ?? '')
      expect(again.value).toHaveLength(everyone)
      expect(Object.keys(again.value[0] ?? {}).sort()).toEqual(
        ['accountEnabled', 'department', 'displayName', 'id', 'jobTitle'].sort(),
      )
    }
  })

  test('of before a reset is 410, and so is one that another tenant made', async () => {
    const filter = encodeURIComponent(`id eq '${idOf('tom')}'`)
    const { deltaLink } = await round(`${followed}&$filter=${filter}`)
    emulator.reset()
    token = await createUserToken(emulator, 'Ada Admin', 'User.Read.All')
    const gone = await callGraph(emulator, token, deltaLink)
    expect(toRefusal(gone)).toEqual([410, 'resyncRequired'])
    expect((await round(gone.headers.get('location') ?? '')).value).toHaveLength(1)

    const state = { progress: { since: 0, seen: 0 } }
    const foreign = Buffer.from(JSON.stringify(['elsewhere', Date.now(), state]))
    const link = `/users/delta?$deltatoken=${foreign.toString('base64url')}`
    expect(toRefusal(await callGraph(emulator, token, link))).toEqual([410, 'resyncRequired'])
  })
})

describe('who may ask', () => {
  test('is who may list people: not with User.Read, and no guest', async () => {
    for (const [person, scope] of [
      ['Max Member', 'User.Read'],
      ['Gil Guest', 'User.Read.All'],
    ] as const) {
      const own = await createUserToken(emulator, person, scope)
      expect(toRefusal(await callGraph(emulator, own, '/users/delta'))).toEqual([
        403,
        'Authorization_RequestDenied',
      ])
    }
  })

  test('sees with User.ReadBasic.All the basic properties, and null for the others', async () => {
    const own = await createUserToken(emulator, 'Max Member', 'User.ReadBasic.All')
    const { value } = await readPage(emulator, own, followed)
    expect(value.find(({ id }) => id === idOf('tom'))).toEqual({
      displayName: 'Tom Teacher',
      jobTitle: null,
      department: null,
      accountEnabled: null,
      id: idOf('tom'),
    })
  })
})

describe('faults', () => {
  test('429 in the middle leaves the link good, and counts for `delta` alone', async () => {
    const first = await page(followed)
    const link = first['@odata.nextLink'] ?? ''
    emulator.addFault({
      match: 'delta',
      kind: 'status',
      status: 429,
      retryAfterSeconds: 3,
      times: 1,
    })
    expect((await callGraph(emulator, token, '/users?$top=1')).status).toBe(200)
    const refused = await callGraph(emulator, token, link)
    expect(toRefusal(refused)).toEqual([429, 'TooManyRequests'])
    expect(refused.headers.get('retry-after')).toBe('3')
    const rest = await round(link)
    expect(first.value.length + rest.value.length).toBe(everyone)

    emulator.addFault({ match: 'users', kind: 'status', status: 503, times: 2 })
    expect((await callGraph(emulator, token, rest.deltaLink)).status).toBe(503)
    expect((await callGraph(emulator, token, '/users')).status).toBe(503)
  })
})
