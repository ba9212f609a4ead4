import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { listOrdinary, runBatch } from '../helpers/batches.ts'
import { type Client, createClient, getDaemonToken, getDelegatedToken } from '../helpers/bearer.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
let ada: Client
let max: Client
let daemon: Client
beforeAll(async () => {
  world = await startWorld()
  ada = createClient(world.app, await getDelegatedToken(world.emulator, 'Ada Admin'))
  max = createClient(world.app, await getDelegatedToken(world.emulator, 'Max Member'))
  daemon = createClient(world.app, await getDaemonToken(world.emulator))
})
afterAll(() => world[Symbol.asyncDispose]())
afterEach(() => world.emulator.clearFaults())

const countTokenRequests = (grant: string) =>
  world.emulator.requests().filter(({ permission }) => permission?.startsWith(grant)).length
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

describe('a person through another client', () => {
  it('is who their token says, with no session', async () => {
    const reply = await ada.get('/api/me')
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({
      kind: 'entra',
      displayName: 'Ada Admin',
      entra: { userPrincipalName: 'ada@contoso.test', objectId: decodeJwt(ada.token).oid },
      session: null,
      linkOffer: null,
    })
    expect(reply.headers['set-cookie']).toBeUndefined()
    expect(await world.context.store.db.selectFrom('sessions').selectAll().execute()).toEqual([])
  })

  it('is the same person as in the browser', async () => {
    const inBrowser = await world.signIn('Tom Teacher')
    const tom = createClient(world.app, await getDelegatedToken(world.emulator, 'Tom Teacher'))
    const [there, here] = [await inBrowser.get('/api/me'), await tom.get('/api/me')]
    expect(here.json().id).toBe(there.json().id)
    expect(here.json().roles).toEqual(['Teacher'])
    expect(here.json().entra).toEqual(there.json().entra)
  })

  it('reaches Graph as themselves', async () => {
    const reply = await max.get('/api/users?search=ada')
    expect(reply.statusCode).toBe(200)
    expect(reply.json().items.map(({ id }: { id: string }) => id)).toContain(
      decodeJwt(ada.token).oid,
    )
    const calls = world.emulator.requests().filter(({ path }) => path.startsWith('/v1.0/users'))
    expect(calls.at(-1)).toMatchObject({
      user: 'max@contoso.test',
      client: world.emulator.webClientId,
    })
  })

  it('a token for Graph is got once for a bearer token, by twenty calls at once as well', async () => {
    const tom = createClient(world.app, await getDelegatedToken(world.emulator, 'Tom Teacher'))
    const before = countTokenRequests(JWT_BEARER)
    const replies = await Promise.all(Array.from({ length: 20 }, () => tom.get('/api/users?top=1')))
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200))
    expect(countTokenRequests(JWT_BEARER) - before).toBe(1)
    await tom.get('/api/users?top=2')
    expect(countTokenRequests(JWT_BEARER) - before).toBe(1)
  })

  it('the database holds neither the bearer token nor what was got for it', async () => {
    await ada.get('/api/users?top=1')
    const { db } = world.context.store
    const rows = await db.selectFrom('delegated_tokens').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    const text = JSON.stringify(rows)
    expect(text).not.toContain(ada.token.slice(0, 40))
    // An access token, wherever it stands in clear, begins like this.
    expect(text.replaceAll(/eyJ[\w-]+\.\./g, '')).not.toMatch(/eyJ[\w-]+\.eyJ/)
  })

  it('what is kept of one opens with no other’s token', async () => {
    await Promise.all([ada.get('/api/users?top=1'), max.get('/api/users?top=1')])
    const { db } = world.context.store
    const rows = await db.selectFrom('delegated_tokens').selectAll().execute()
    const { sealed } = rows[0] ?? { sealed: '' }
    await db.updateTable('delegated_tokens').set({ sealed }).execute()
    const before = countTokenRequests(JWT_BEARER)
    for (const client of [ada, max]) {
      expect((await client.get('/api/users?top=1')).statusCode).toBe(200)
    }
    // Whoever's row it was not got another.
    expect(countTokenRequests(JWT_BEARER) - before).toBeGreaterThanOrEqual(1)
    const calls = world.emulator.requests().filter(({ path }) => path.startsWith('/v1.0/users'))
    expect(calls.slice(-2).map(({ user }) => user)).toEqual([
      'ada@contoso.test',
      'max@contoso.test',
    ])
  })

  it('who is no administrator may have no batch run, whoever else is one', async () => {
    const users = listOrdinary(world, 1)
    const body = { action: 'disable', users, reason: 'Left' }
    const reply = await max.post('/api/user-batches', body)
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'forbidden' })
    expect((await max.get('/api/audit-events')).statusCode).toBe(403)
  })

  it('an administrator has a batch run to its end, as themselves', async () => {
    const users = listOrdinary(world, 2).slice(1)
    const { batch } = await runBatch(ada, { action: 'disable', users, reason: 'Left' })
    expect(batch).toMatchObject({ status: 'completed', counts: { succeeded: 1 } })
    const patches = world.emulator.requests().filter(({ method }) => method === 'PATCH')
    expect(patches.at(-1)).toMatchObject({ user: 'ada@contoso.test' })
    const { items } = (await ada.get('/api/audit-events?top=1')).json()
    expect(items[0]).toMatchObject({
      actor: { name: 'Ada Admin' },
      details: { client: decodeJwt(ada.token).azp },
    })
    const undone = (await ada.post(`/api/user-batches/${batch.id}/undo`)).json()
    expect(undone).toMatchObject({ undoOf: batch.id })
  })

  it('an app role lets in who is no administrator, and Graph refuses them what it would', async () => {
    const path = `/_emulator/users/${decodeJwt(max.token).oid}`
    const change = (appRoles: string[]) =>
      fetch(world.emulator.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ appRoles }),
      })
    expect((await change(['Batches.Write'])).status).toBeLessThan(300)
    const client = createClient(world.app, await getDelegatedToken(world.emulator, 'Max Member'))
    expect((await client.get('/api/me')).json().roles).toEqual(['Batches.Write'])
    const users = listOrdinary(world, 3).slice(2)
    const { batch, items } = await runBatch(client, { action: 'disable', users, reason: 'Left' })
    expect(batch.counts).toMatchObject({ refused: 1 })
    expect(items[0]).toMatchObject({ code: 'Authorization_RequestDenied' })
    await change([])
  })

  it('what Graph wants to see of the person is passed on to the client, with the claims', async () => {
    const tom = createClient(world.app, await getDelegatedToken(world.emulator, 'Tom Teacher'))
    expect((await tom.get('/api/users?top=1')).statusCode).toBe(200)
    world.emulator.addFault({ match: 'users', kind: 'cae' })
    const reply = await tom.get('/api/users?top=1')
    expect(reply.statusCode).toBe(401)
    const problem = reply.json()
    expect(problem).toMatchObject({ code: 'claims_challenge' })
    expect(problem.signInUrl).toBeUndefined()
    expect(JSON.parse(problem.claims)).toHaveProperty('access_token')
    const challenge = String(reply.headers['www-authenticate'])
    expect(challenge).toMatch(/^Bearer error="insufficient_claims", claims="[\w+/=]+"$/)
    const claims = /claims="([^"]+)"/.exec(challenge)?.[1] ?? ''
    expect(Buffer.from(claims, 'base64').toString()).toBe(problem.claims)
  })

  it('what was never consented to is named', async () => {
    await using without = await startWorld()
    const token = await getDelegatedToken(without.emulator, 'Ada Admin')
    const client = createClient(without.app, token)
    const permissions = ['User.Read.All', 'User.ReadBasic.All']
    without.emulator.withdrawConsent({ permissions })
    const reply = await client.get('/api/users')
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'consent_required', scopes: ['User.Read.All'] })
    expect(reply.json().signInUrl).toBeUndefined()
  })

  it('what the token says is told, and never the token', async () => {
    const reply = await ada.get('/api/token-claims')
    expect(reply.statusCode).toBe(200)
    const { idToken, accessToken } = reply.json()
    expect(idToken).toBeNull()
    const values = accessToken.claims.map(({ name, value }: Record<string, unknown>) => [
      name,
      value,
    ])
    expect(Object.fromEntries(values)).toEqual(decodeJwt(ada.token))
    expect(reply.body).not.toContain(ada.token.split('.')[2] ?? '')
  })

  it('their picture is kept for that token alone', async () => {
    const reply = await ada.get('/api/me/photo?optional=true')
    expect(reply.statusCode).toBe(200)
    expect(reply.headers.vary).toContain('Authorization')
  })
})

describe('an application by itself', () => {
  it('is an application, with its app roles', async () => {
    const reply = await daemon.get('/api/me')
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({
      kind: 'app',
      id: decodeJwt(daemon.token).oid,
      roles: expect.arrayContaining(['Directory.Read', 'Batches.Write']),
      session: null,
    })
  })

  it('reaches Graph by our application’s own token, never by its own', async () => {
    expect((await daemon.get('/api/users?top=1')).statusCode).toBe(200)
    const calls = world.emulator.requests().filter(({ path }) => path.startsWith('/v1.0/users'))
    expect(calls.at(-1)).toMatchObject({ user: null, client: world.emulator.webClientId })
  })

  it('has a batch run to its end, and takes it back', async () => {
    const users = listOrdinary(world, 4).slice(3)
    const { batch } = await runBatch(daemon, { action: 'disable', users, reason: 'Nightly' })
    expect(batch).toMatchObject({ status: 'completed', counts: { succeeded: 1 } })
    const id = (await daemon.post(`/api/user-batches/${batch.id}/undo`)).json().id
    expect(id).toBeTruthy()
    const { items } = (await ada.get('/api/audit-events?top=10')).json()
    const event = items.find(({ target }: { target: { id: string } }) => target.id === batch.id)
    expect(event.actor.objectId).toBe(decodeJwt(daemon.token).oid)
    expect(event.details.client).toBe(decodeJwt(daemon.token).azp)
  })

  it.each(['/api/me/photo', '/api/audit-events'])('%s is for people', async (path) => {
    const reply = await daemon.get(path)
    expect(reply.statusCode).toBe(403)
    expect(reply.headers['www-authenticate']).toContain('error="insufficient_scope"')
  })
})

describe('the applications that may call by themselves', () => {
  it.each([
    ['are those that are named, where some are', 'a0000000-7e57-4000-8000-000000000003', 200],
    ['and no other, whatever app roles it has', '00000000-0000-4000-8000-000000000000', 403],
  ])('%s', async (_title, allowed, status) => {
    await using other = await startWorld({ users: 0, env: { API_ALLOWED_CLIENTS: allowed } })
    const client = createClient(other.app, await getDaemonToken(other.emulator))
    expect((await client.get('/api/me')).statusCode).toBe(status)
    // People are not meant by it.
    const person = createClient(other.app, await getDelegatedToken(other.emulator, 'Ada Admin'))
    expect((await person.get('/api/me')).statusCode).toBe(200)
  })
})

describe('what belongs to a session in a browser', () => {
  it.each([
    ['GET', '/api/sessions'],
    ['DELETE', '/api/sessions?scope=others'],
    ['PATCH', '/api/me/preferences'],
    ['GET', '/api/setup'],
  ] as const)('%s %s takes no bearer token', async (method, path) => {
    const send = { GET: ada.get, DELETE: ada.delete, PATCH: ada.patch }[method]
    const reply = await send(path, ...(method === 'PATCH' ? [{}] : []))
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'forbidden' })
  })
})
