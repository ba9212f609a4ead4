import { buildApp } from '@vestibule/bff'
import type { Session } from '@vestibule/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertDescribed } from '../helpers/assert-described.ts'
import { SAME_ORIGIN, type Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 0 })
})
afterAll(() => world[Symbol.asyncDispose]())

/** What a page of ours sends: no body and no content type. */
async function end(visitor: Visitor, path: string, headers: Record<string, string> = SAME_ORIGIN) {
  const reply = await world.app.inject({
    method: 'DELETE',
    url: path,
    headers: { host: 'localhost:3000', cookie: visitor.sessionCookie(), ...headers },
  })
  assertDescribed('DELETE', path, reply)
  return reply
}

/** A person who has no other session, with as many as are wanted. */
async function signInAfresh(person: string, count = 1): Promise<Visitor[]> {
  const visitors = [await world.signIn(person)]
  await end(visitors[0] as Visitor, '/api/sessions?scope=others')
  while (visitors.length < count) visitors.push(await world.signIn(person))
  return visitors
}

const list = async (visitor: Visitor): Promise<Session[]> =>
  (await visitor.get('/api/sessions')).json().items

const getOwnId = async (visitor: Visitor): Promise<string> => {
  const own = (await list(visitor)).find(({ isCurrent }) => isCurrent)
  if (!own) throw new Error('The list lacks the session that asked for it.')
  return own.id
}

const isSignedIn = async (visitor: Visitor): Promise<boolean> =>
  (await visitor.get('/api/me')).statusCode === 200

describe('GET /api/sessions', () => {
  it('answers the person’s own sessions, the one that asks first, then by last use', async () => {
    const [first, second, third] = (await signInAfresh('Ada Admin', 3)) as [
      Visitor,
      Visitor,
      Visitor,
    ]
    await signInAfresh('Tom Teacher')
    const ids = [await getOwnId(first), await getOwnId(second), await getOwnId(third)]
    world.passTime(5)
    await second.get('/api/me')
    world.passTime(5)
    const reply = await first.get('/api/sessions')
    world.passTime(-10)
    expect(reply.statusCode).toBe(200)
    expect(reply.json().nextCursor).toBeNull()
    const items: Session[] = reply.json().items
    expect(items.map(({ id }) => id)).toEqual([ids[0], ids[1], ids[2]])
    expect(items.map(({ isCurrent }) => isCurrent)).toEqual([true, false, false])
    expect(items[0]).toMatchObject({ door: 'entra', ip: '127.0.0.1' })
    const [current, ...others] = items.map(({ lastSeenAt }) => Date.parse(lastSeenAt))
    expect(Math.round(((current ?? 0) - (others[0] ?? 0)) / 60_000)).toBe(5)
  })

  it('leaves out what is over', async () => {
    const [asker, left] = (await signInAfresh('Ada Admin', 3)) as [Visitor, Visitor, Visitor]
    await left.post('/auth/logout')
    expect(await list(asker)).toHaveLength(2)
    world.passTime(20)
    await asker.get('/api/me')
    world.passTime(20)
    const items = await list(asker)
    world.passTime(-40)
    // The third one was not used for longer than it may be.
    expect(items.map(({ isCurrent }) => isCurrent)).toEqual([true])
  })

  it('shows the user agent as it was sent, cut to 300 characters', async () => {
    const [asker] = (await signInAfresh('Ada Admin')) as [Visitor]
    const agents = ['<b>Firefox/146.0</b> "é"', 'x'.repeat(400)]
    for (const userAgent of agents) {
      const visitor = world.visit()
      const callback = await visitor.reachCallback('Ada Admin')
      await visitor.open(callback, { 'user-agent': userAgent })
    }
    const shown = (await list(asker)).slice(1).map(({ userAgent }) => userAgent)
    expect(shown).toHaveLength(2)
    expect(shown).toEqual(
      expect.arrayContaining(agents.map((userAgent) => userAgent.slice(0, 300))),
    )
  })

  it('names sessions by ids that open nothing and are no part of a cookie', async () => {
    const [visitor] = (await signInAfresh('Ada Admin')) as [Visitor]
    const reply = await visitor.get('/api/sessions')
    const [name, value = ''] = visitor.sessionCookie().split('=')
    const [secret = ''] = decodeURIComponent(value).split('.')
    expect(reply.body).not.toContain(secret)
    const id = await getOwnId(visitor)
    for (const forged of [id, `${id}.`, value.replace(secret, id)]) {
      const opened = await world.visit().get('/api/me', { cookie: `${name}=${forged}` })
      expect(opened.statusCode).toBe(401)
    }
  })

  it('answers 401 to nobody', async () => {
    expect((await world.visit().get('/api/sessions')).statusCode).toBe(401)
  })
})

describe('DELETE /api/sessions/{id}', () => {
  it('ends that session only, at once, and its copied cookie is dead', async () => {
    const [asker, lost, other] = (await signInAfresh('Ada Admin', 3)) as [Visitor, Visitor, Visitor]
    const cookie = lost.sessionCookie()
    const id = await getOwnId(lost)
    const reply = await end(asker, `/api/sessions/${id}`)
    expect(reply.statusCode).toBe(204)
    expect(reply.body).toBe('')
    expect(reply.cookies).toEqual([])
    const copied = await world.visit().get('/api/me', { cookie })
    expect(copied.statusCode).toBe(401)
    expect(copied.json()).toMatchObject({ code: 'session_expired', signInUrl: '/auth/login' })
    expect(await isSignedIn(asker)).toBe(true)
    expect(await isSignedIn(other)).toBe(true)
    expect(await list(asker)).toHaveLength(2)
    const tokens = world.context.store.db.selectFrom('session_tokens').select('kind')
    expect(await tokens.where('session_id', '=', id).execute()).toEqual([])
  })

  it('ends the one that asks too, and clears its cookie as signing out does', async () => {
    const [asker, other] = (await signInAfresh('Ada Admin', 2)) as [Visitor, Visitor]
    const reply = await end(asker, `/api/sessions/${await getOwnId(asker)}`)
    expect(reply.statusCode).toBe(204)
    expect(reply.cookies).toEqual([
      expect.objectContaining({ name: 'vestibule-3000', value: '', path: '/' }),
    ])
    expect(await isSignedIn(asker)).toBe(false)
    expect(await isSignedIn(other)).toBe(true)
  })

  it('answers 404 for another person’s session, which goes on', async () => {
    const [ada] = (await signInAfresh('Ada Admin')) as [Visitor]
    const [tom] = (await signInAfresh('Tom Teacher')) as [Visitor]
    const foreign = await end(ada, `/api/sessions/${await getOwnId(tom)}`)
    const unknown = await end(ada, '/api/sessions/unknown')
    for (const reply of [foreign, unknown]) {
      expect(reply.statusCode).toBe(404)
      expect(reply.json()).toMatchObject({ code: 'not_found' })
    }
    // Nothing tells the two apart.
    expect({ ...foreign.json(), requestId: '' }).toEqual({ ...unknown.json(), requestId: '' })
    expect(await isSignedIn(tom)).toBe(true)
  })

  it('answers 404 the second time', async () => {
    const [asker, other] = (await signInAfresh('Ada Admin', 2)) as [Visitor, Visitor]
    const path = `/api/sessions/${await getOwnId(other)}`
    expect((await end(asker, path)).statusCode).toBe(204)
    expect((await end(asker, path)).statusCode).toBe(404)
  })

  it.each(['a%00b', 'x'.repeat(101), '..%2f..%2fme'])(
    'refuses what cannot be an id: %s',
    async (id) => {
      const [asker] = (await signInAfresh('Ada Admin')) as [Visitor]
      const reply = await end(asker, `/api/sessions/${id}`)
      expect(reply.json()).toMatchObject({ code: 'invalid_request', status: 400 })
    },
  )
})

it('a session that is ended is over on every process, also where it was just used', async () => {
  const [asker, other] = (await signInAfresh('Ada Admin', 2)) as [Visitor, Visitor]
  const id = await getOwnId(other)
  // A server of its own, with what it remembers of cookies, on the same database.
  const second = await buildApp(world.context)
  const ask = () =>
    second.inject({
      url: '/api/me',
      headers: { host: 'localhost:3000', cookie: other.sessionCookie() },
    })
  expect((await ask()).statusCode).toBe(200)
  await end(asker, `/api/sessions/${id}`)
  expect((await ask()).statusCode).toBe(401)
  await second.close()
})

describe('DELETE /api/sessions?scope=others', () => {
  it('ends all of the person’s sessions but the one that asks, and nobody else’s', async () => {
    const [asker, ...others] = (await signInAfresh('Ada Admin', 4)) as [Visitor, ...Visitor[]]
    const [tom] = (await signInAfresh('Tom Teacher')) as [Visitor]
    const reply = await end(asker, '/api/sessions?scope=others')
    expect(reply.statusCode).toBe(204)
    expect(reply.cookies).toEqual([])
    expect(await Promise.all(others.map(isSignedIn))).toEqual([false, false, false])
    expect(await isSignedIn(asker)).toBe(true)
    expect(await isSignedIn(tom)).toBe(true)
    expect(await list(asker)).toHaveLength(1)
    expect((await end(asker, '/api/sessions?scope=others')).statusCode).toBe(204)
  })

  it.each(['', '?scope=', '?scope=all', '?scope=others&scope=others', '?scope=others&id=1'])(
    'ends nothing for “%s”',
    async (query) => {
      const [asker, other] = (await signInAfresh('Ada Admin', 2)) as [Visitor, Visitor]
      const reply = await end(asker, `/api/sessions${query}`)
      expect(reply.json()).toMatchObject({ code: 'invalid_request', status: 400 })
      expect(await isSignedIn(other)).toBe(true)
    },
  )
})

it.each([
  ['without our header', { 'sec-fetch-site': 'same-origin' }],
  ['from another site', { 'x-csrf': '1', 'sec-fetch-site': 'cross-site' }],
])('a request %s ends nothing', async (_case, headers) => {
  const [asker, other] = (await signInAfresh('Ada Admin', 2)) as [Visitor, Visitor]
  const id = await getOwnId(other)
  for (const path of [`/api/sessions/${id}`, '/api/sessions?scope=others']) {
    const reply = await end(asker, path, headers)
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'csrf' })
  }
  expect(await isSignedIn(other)).toBe(true)
})
