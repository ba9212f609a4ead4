import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
let ada: Visitor
beforeAll(async () => {
  world = await startWorld({ users: 30 })
  ada = await world.signIn('Ada Admin')
})
afterAll(() => world[Symbol.asyncDispose]())
afterEach(() => world.emulator.clearFaults())

const graphCalls = (part: string) =>
  world.emulator.requests().filter(({ path }) => path.includes(part)).length

describe('GET /api/users/{id}', () => {
  it('finds a person by object id and by user principal name, also a guest', async () => {
    for (const { userPrincipalName, displayName, id } of world.emulator.people) {
      for (const key of [id, userPrincipalName]) {
        const reply = await ada.get(`/api/users/${encodeURIComponent(key)}`)
        expect(reply.statusCode).toBe(200)
        expect(reply.json()).toMatchObject({ id, displayName, userPrincipalName })
      }
    }
  })

  it('answers in the contract’s words', async () => {
    const tom = (await ada.get('/api/users/tom@contoso.test')).json()
    expect(tom).toMatchObject({ accountEnabled: true, userType: 'Member', surname: 'Teacher' })
    expect(tom.createdAt).toMatch(/^\d{4}-/)
    expect(tom).not.toHaveProperty('createdDateTime')
    expect(Array.isArray(tom.businessPhones)).toBe(true)
  })

  it('says so when there is nobody', async () => {
    for (const id of ['nobody@contoso.test', '00000000-0000-4000-8000-000000000000']) {
      const reply = await ada.get(`/api/users/${id}`)
      expect(reply.statusCode).toBe(404)
      expect(reply.json()).toMatchObject({ code: 'not_found' })
    }
  })

  it.each([
    '..',
    '..%2f..%2fbeta%2fme',
    'ada%2f..%2fmax',
    '%2e%2e%2forganization',
    'ada@contoso.test%2fphoto',
    'ada%3f$select=passwordProfile',
    'a%5cb',
    'a%00b',
    'a%20b',
    "('x')",
    `${'x'.repeat(400)}`,
  ])('lets no name climb to another path of Graph: %s', async (id) => {
    const before = world.emulator.requests().length
    for (const path of [`/api/users/${id}`, `/api/users/${id}/photo`]) {
      expect([400, 404]).toContain((await ada.get(path)).statusCode)
    }
    expect(world.emulator.requests()).toHaveLength(before)
  })
})

describe('a picture', () => {
  it('comes in the size asked for, for this person’s browser alone, with an ETag', async () => {
    const reply = await ada.get('/api/users/tom@contoso.test/photo?size=96')
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['content-type']).toBe('image/jpeg')
    expect(reply.headers['cache-control']).toBe('private, max-age=600')
    expect(reply.headers.vary).toBe('Cookie, Authorization')
    expect(reply.headers.etag).toMatch(/^".+"$/)
    expect([...reply.rawPayload.subarray(0, 2)]).toEqual([0xff, 0xd8])
    const larger = await ada.get('/api/users/tom@contoso.test/photo?size=360')
    expect(larger.headers.etag).not.toBe(reply.headers.etag)
  })

  it('is not sent again to who has it', async () => {
    const first = await ada.get('/api/me/photo')
    const again = await ada.get('/api/me/photo', { 'if-none-match': String(first.headers.etag) })
    expect(again.statusCode).toBe(304)
    expect(again.body).toBe('')
  })

  it('is asked of Graph once in a while, and for each session anew', async () => {
    const before = graphCalls('/photos/64x64')
    for (const _time of [1, 2, 3]) await ada.get('/api/users/sara@contoso.test/photo?size=64')
    expect(graphCalls('/photos/64x64')).toBe(before + 1)
    const other = await world.signIn('Ada Admin')
    await other.get('/api/users/sara@contoso.test/photo?size=64')
    expect(graphCalls('/photos/64x64')).toBe(before + 2)
  })

  it('that is not there is a 404, or nothing where that is no failure', async () => {
    expect((await ada.get('/api/users/max@contoso.test/photo')).statusCode).toBe(404)
    const optional = await ada.get('/api/users/max@contoso.test/photo?optional=true')
    expect(optional.statusCode).toBe(204)
    expect(optional.body).toBe('')
  })

  it('is told of in the profile only where there is one', async () => {
    expect((await ada.get('/api/me')).json().photoUrl).toBe('/api/me/photo')
    const max = await world.signIn('Max Member')
    expect((await max.get('/api/me')).json().photoUrl).toBeNull()
    expect((await max.get('/api/me/photo')).statusCode).toBe(404)
  })

  it.each(['size=50', 'size=big', 'optional=perhaps', 'width=48'])('refuses %s', async (query) => {
    const reply = await ada.get(`/api/me/photo?${query}`)
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors[0].path).toBe(query.split('=')[0])
  })

  it('fails alone: the person is there while Graph’s pictures are down', async () => {
    world.emulator.addFault({ match: 'photo', kind: 'status', status: 500 })
    const reply = await ada.get('/api/users/uma@contoso.test/photo?size=432')
    expect(reply.statusCode).toBe(502)
    expect(reply.json()).toMatchObject({ code: 'upstream_unavailable' })
    const optional = await ada.get('/api/users/uma@contoso.test/photo?size=432&optional=true')
    expect(optional.statusCode).toBe(204)
    expect(optional.headers['cache-control']).toBe('no-store')
    expect((await ada.get('/api/users/uma@contoso.test')).statusCode).toBe(200)
  })

  it('is refused to a visitor', async () => {
    const reply = await world.visit().get('/api/users/tom@contoso.test/photo')
    expect(reply.statusCode).toBe(401)
  })
})

describe('a role', () => {
  it.each([
    ['Ada Admin', 'Admin', 'directory_role', '62e90394-69f5-4237-9190-012177145e10'],
    ['Tom Teacher', 'Teacher', 'licence', expect.any(String)],
    ['Sara Student', 'Student', 'licence', expect.any(String)],
  ])('of %s is told with where it comes from', async (person, role, source, id) => {
    const me = (await (await world.signIn(person)).get('/api/me')).json()
    expect(me.roles).toEqual([role])
    expect(me.roleGrants).toEqual([{ role, source, id }])
  })

  it('that could not be asked for stays what it was', async () => {
    await world.signIn('Tom Teacher')
    world.emulator.addFault({ match: '/v1.0/me', kind: 'status', status: 503 })
    const tom = await world.signIn('Tom Teacher')
    expect((await tom.get('/api/me')).json().roles).toEqual(['Teacher'])
  })

  it('is read anew at each sign-in', async () => {
    const { emulator } = world
    const promoted = { directoryRoles: ['globalAdministrator'] }
    emulator.updateUser('max@contoso.test', promoted)
    expect((await (await world.signIn('Max Member')).get('/api/me')).json().roles).toEqual([
      'Admin',
    ])
    emulator.updateUser('max@contoso.test', { directoryRoles: [] })
    expect((await (await world.signIn('Max Member')).get('/api/me')).json().roles).toEqual([])
  })
})
