import type { UserPage } from '@vestibule/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
let ada: Visitor
beforeAll(async () => {
  world = await startWorld({ users: 150 })
  ada = await world.signIn('Ada Admin')
})
afterAll(() => world[Symbol.asyncDispose]())
afterEach(() => world.emulator.clearFaults())

const CONTOSO = 'c0a70500-7e57-4000-8000-00000000c0de'

describe('GET /api/me', () => {
  it('answers who is signed in, exactly as the contract says', async () => {
    const me = (await ada.get('/api/me')).json()
    expect(me).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      kind: 'entra',
      displayName: 'Ada Admin',
      email: 'ada@contoso.test',
      roles: ['Admin'],
      roleGrants: [expect.objectContaining({ role: 'Admin', source: 'directory_role' })],
      entra: {
        objectId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        tenantId: CONTOSO,
        userPrincipalName: 'ada@contoso.test',
        mail: 'ada@contoso.test',
        givenName: 'Ada',
        surname: 'Admin',
        jobTitle: expect.any(String),
        organization: { id: CONTOSO, displayName: 'Contoso' },
      },
      local: null,
      photoUrl: '/api/me/photo',
      preferences: { accentColor: 'blue', theme: 'system', locale: null },
      linkOffer: null,
      session: {
        createdAt: expect.any(String),
        idleExpiresAt: expect.any(String),
        expiresAt: expect.any(String),
        door: 'entra',
      },
    })
  })

  it.each([
    ['Tom Teacher', ['Teacher']],
    ['Sara Student', ['Student']],
    ['Max Member', []],
  ])('tells the roles of %s', async (person, roles) => {
    const visitor = await world.signIn(person)
    expect((await visitor.get('/api/me')).json()).toMatchObject({ displayName: person, roles })
  })

  it('falls back to the user principal name where there is no mail', async () => {
    const visitor = await world.signIn('Max Member')
    const { email, entra } = (await visitor.get('/api/me')).json()
    expect(email).toBe(entra.mail ?? entra.userPrincipalName)
  })

  it('never asks Graph', async () => {
    world.emulator.addFault({ match: '/v1.0', kind: 'status', status: 500 })
    expect((await ada.get('/api/me')).statusCode).toBe(200)
  })

  it('knows a person again by tenant id and object id after everything else has changed', async () => {
    const before = (await (await world.signIn('Max Member')).get('/api/me')).json()
    const changed = { mail: 'new@contoso.test', surname: 'Married', jobTitle: 'Chief of staff' }
    world.emulator.updateUser('max@contoso.test', changed)
    const after = (await (await world.signIn('Max Member')).get('/api/me')).json()
    expect(after.id).toBe(before.id)
    expect(after).toMatchObject({ email: 'new@contoso.test', entra: changed })
  })
})

describe('GET /api/users', () => {
  const list = async (query = '') => (await ada.get(`/api/users${query}`)).json() as UserPage

  it('answers the first 100 people and how many there are', async () => {
    const page = await list()
    expect(page.items).toHaveLength(100)
    expect(page.total).toBeGreaterThan(150)
    expect(page.source).toBe('graph')
    expect(page.nextCursor).toEqual(expect.any(String))
    expect(Date.parse(page.asOf)).toBeGreaterThan(Date.now() - 60_000)
  })

  it('answers a person in the contract’s words', async () => {
    const { items } = await list('?search=ada@contoso.test')
    expect(items).toEqual([
      {
        id: expect.any(String),
        displayName: 'Ada Admin',
        userPrincipalName: 'ada@contoso.test',
        mail: 'ada@contoso.test',
        givenName: 'Ada',
        surname: 'Admin',
        jobTitle: expect.any(String),
        department: expect.any(String),
        accountEnabled: true,
        userType: 'Member',
        onPremisesSyncEnabled: null,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ])
  })

  it('leads through everybody by cursor, each once, in order', async () => {
    const names: string[] = []
    const ids = new Set<string>()
    let cursor: string | null = null
    do {
      const page: UserPage = await list(`?top=40${cursor ? `&cursor=${cursor}` : ''}`)
      for (const { id, displayName } of page.items) {
        ids.add(id)
        names.push(String(displayName))
      }
      cursor = page.nextCursor
    } while (cursor !== null)
    const { total } = await list('?top=1')
    expect(ids.size).toBe(total)
    expect(names).toHaveLength(ids.size)
  })

  it('searches by words of a name or the beginning of an address', async () => {
    for (const search of ['ada adm', 'admin', 'ada@contoso']) {
      const { items } = await list(`?search=${encodeURIComponent(search)}`)
      expect(items.map(({ displayName }) => displayName)).toContain('Ada Admin')
    }
    expect((await list('?search=zzzzzz')).items).toEqual([])
  })

  it.each(['"', '\\', "O'Neil", 'a&b=c', '#', '100%', '+', ') or (', 'Ω', '日本'])(
    'takes any search as words, never as a query of its own: %s',
    async (search) => {
      const reply = await ada.get(`/api/users?search=${encodeURIComponent(search)}`)
      expect(reply.statusCode).toBe(200)
    },
  )

  it('sorts both ways', async () => {
    const names = (page: UserPage) => page.items.map(({ userPrincipalName }) => userPrincipalName)
    const [up, down] = [
      await list('?orderBy=userPrincipalName&top=999'),
      await list('?orderBy=-userPrincipalName&top=999'),
    ]
    expect(names(down)).toEqual(names(up).reverse())
    const newest = await list('?orderBy=-createdAt&top=2')
    const [first, second] = newest.items
    expect(String(first?.createdAt) >= String(second?.createdAt)).toBe(true)
  })

  it('filters by what is asked, all of it', async () => {
    const { items } = await list('?filter=accountEnabled:false&filter=userType:Member&top=999')
    expect(items.length).toBeGreaterThan(0)
    for (const user of items) {
      expect(user).toMatchObject({ accountEnabled: false, userType: 'Member' })
    }
    expect((await list(`?filter=${encodeURIComponent("department:O'Neil: a & b")}`)).items).toEqual(
      [],
    )
  })

  it.each([
    ['top=0', 'top'],
    ['top=1000', 'top'],
    ['top=ten', 'top'],
    ['top=1.5', 'top'],
    ['orderBy=password', 'orderBy'],
    ['orderBy=displayName desc', 'orderBy'],
    [`search=${'x'.repeat(10_000)}`, 'search'],
    ['search=', 'search'],
    ['search=a&search=b', 'search'],
    ['filter=accountEnabled', 'filter'],
    ['filter=accountEnabled:perhaps', 'filter'],
    ['filter=password:x', 'filter'],
    ["filter=displayName eq 'x'", 'filter'],
    ['filter=__proto__:x', 'filter'],
    ['cursor=a%20b', 'cursor'],
    ['$filter=x', '$filter'],
    ['select=passwordProfile', 'select'],
  ])('refuses %s and names the field', async (query, field) => {
    const reply = await ada.get(`/api/users?${query}`)
    expect(reply.statusCode).toBe(400)
    const problem = reply.json()
    expect(problem).toMatchObject({ code: 'invalid_request' })
    expect(problem.errors[0].path.split('.')[0]).toBe(field)
    expect(problem.errors[0].message).toMatch(/^.+\.$/)
    expect(problem.detail.length).toBeLessThan(500)
  })

  it('refuses a cursor that the directory does not know', async () => {
    const reply = await ada.get('/api/users?cursor=made-up')
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'invalid_request' })
  })

  it('tells a guest that the organisation does not let them see it', async () => {
    const gil = await world.signIn('Gil Guest')
    const reply = await gil.get('/api/users')
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'forbidden' })
    expect((await gil.get('/api/me')).statusCode).toBe(200)
  })
})

describe('when Graph is in trouble, a list of people answers', () => {
  it.each([
    ['a server error', { kind: 'status', status: 500 }, 502, 'upstream_unavailable'],
    ['a page instead of JSON', { kind: 'html', status: 200 }, 502, 'upstream_unavailable'],
    ['half an answer', { kind: 'truncate' }, 502, 'upstream_unavailable'],
    ['a cut connection', { kind: 'reset' }, 502, 'upstream_unavailable'],
    ['a refusal', { kind: 'status', status: 403 }, 403, 'forbidden'],
  ] as const)('%s with a typed problem', async (_case, fault, status, code) => {
    world.emulator.addFault({ match: 'users', ...fault })
    const reply = await ada.get('/api/users')
    expect(reply.statusCode).toBe(status)
    expect(reply.json()).toMatchObject({ code })
  })

  it('throttling with how long to wait', async () => {
    world.emulator.addFault({ match: 'users', kind: 'status', status: 429, retryAfterSeconds: 30 })
    const reply = await ada.get('/api/users')
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBe('30')
    expect(reply.json()).toMatchObject({ code: 'upstream_throttled', retryAfterSeconds: 30 })
  })

  it('a short pause by itself: it waits and asks again', async () => {
    const fault = { match: 'users', kind: 'status', status: 429, retryAfterSeconds: 1 } as const
    world.emulator.addFault({ ...fault, times: 1 })
    expect((await ada.get('/api/users?top=1')).statusCode).toBe(200)
  })

  it('no answer in time with a time-out', async () => {
    await using impatient = await startWorld({ users: 0 })
    const visitor = await impatient.signIn()
    impatient.context.graph.timeoutMs = 200
    impatient.emulator.addFault({ match: 'users', kind: 'delay', delayMs: 2000 })
    const reply = await visitor.get('/api/users')
    expect(reply.statusCode).toBe(504)
    expect(reply.json()).toMatchObject({ code: 'upstream_timeout' })
  })

  it('nothing of its own: the next call after the trouble is fine', async () => {
    world.emulator.addFault({ match: 'users', kind: 'status', status: 500, times: 1 })
    expect((await ada.get('/api/users')).statusCode).toBe(502)
    expect((await ada.get('/api/users')).statusCode).toBe(200)
  })
})

it('an unexpected failure tells nothing of the inside', async () => {
  await using broken = await startWorld({ users: 0 })
  const visitor = await broken.signIn()
  broken.context.vault.readIdToken = () =>
    Promise.reject(new Error('db down: host=10.0.0.5 password=hunter2'))
  const reply = await visitor.get('/api/token-claims')
  expect(reply.statusCode).toBe(500)
  expect(reply.json()).toMatchObject({ code: 'internal' })
  expect(reply.body).not.toContain('10.0.0.5')
})
