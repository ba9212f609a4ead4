import { type CustomFetch, customFetch } from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type LyingWorld,
  replies,
  replyWith,
  startLyingWorld,
} from '../../helpers/lying-provider.ts'
import type { Visitor } from '../../helpers/visitor.ts'

let lying: LyingWorld
beforeAll(async () => {
  lying = await startLyingWorld()
})
afterAll(() => lying[Symbol.asyncDispose]())
beforeEach(() => lying.provider.lie({}))

/** The session of somebody who has just signed in, as the server itself uses it. */
async function openSession(visitor: Visitor) {
  const { items } = (await visitor.get('/api/sessions')).json()
  const [, value = ''] = visitor.sessionCookie().split('=')
  return { id: String(items[0].id), secret: decodeURIComponent(value).split('.')[0] ?? '' }
}

interface TokenRequest {
  refreshToken: string | null
  scope: string
  accessToken: string
  nextRefreshToken: string
}

/** Notes what is asked of the token endpoint and what it answers, until it is disposed of. */
function record() {
  const { authority } = lying.world.context
  const { getConfiguration } = authority
  const requests: TokenRequest[] = []
  authority.getConfiguration = async () => {
    const configuration = await getConfiguration()
    // The server always has its own.
    const send = configuration[customFetch] as CustomFetch
    configuration[customFetch] = async (address, options) => {
      const answer: Response = await send(address, options)
      const form = options.body
      if (form instanceof URLSearchParams) {
        const { access_token, refresh_token } = (await answer.clone().json()) as Record<
          string,
          string
        >
        requests.push({
          refreshToken: form.get('refresh_token'),
          scope: String(form.get('scope')),
          accessToken: String(access_token),
          nextRefreshToken: String(refresh_token),
        })
      }
      return answer
    }
    return configuration
  }
  return {
    requests,
    [Symbol.dispose]() {
      authority.getConfiguration = getConfiguration
    },
  }
}

const PEOPLE = 3
/** A resource and the permission that tells its tokens from the others'. */
const RESOURCES = [
  ['https://one.test', 'One.Read'],
  ['https://two.test', 'Two.Read'],
  ['https://three.test', 'Three.Read'],
] as const

it('three people who ask for tokens of three resources at once get their own and no other', async () => {
  const { vault, graph } = lying.world.context
  const visitors = await Promise.all(Array.from({ length: PEOPLE }, () => lying.world.signIn()))
  const sessions = await Promise.all(visitors.map(openSession))
  /** Refresh token → whose it is, followed from each answer to the next. */
  const ownerOf = new Map<string, number>()
  for (const [person, session] of sessions.entries()) {
    ownerOf.set(String(await vault.readRefreshToken(session)), person)
  }
  using recorded = record()
  const wishes = RESOURCES.flatMap(([resource, scope]) =>
    [1, 2, 3, 4].flatMap(() => sessions.map((_, person) => ({ resource, scope, person }))),
  )
  const values = await Promise.all(
    wishes.map(({ resource, scope, person }) =>
      graph.accessTokens.getAccessToken({
        session: sessions[person] as (typeof sessions)[number],
        resource,
        scopes: [scope],
      }),
    ),
  )
  expect(recorded.requests).toHaveLength(PEOPLE * RESOURCES.length)
  const made = new Map<string, string>()
  for (const { refreshToken, scope, accessToken, nextRefreshToken } of recorded.requests) {
    const person = ownerOf.get(String(refreshToken))
    expect(person).toBeDefined()
    ownerOf.set(nextRefreshToken, Number(person))
    const named = RESOURCES.filter(([, wanted]) => scope.split(' ').includes(wanted))
    expect(named).toHaveLength(1)
    made.set(accessToken, `${person} ${named[0]?.[0]}`)
  }
  expect(values.map((value) => made.get(value))).toEqual(
    wishes.map(({ person, resource }) => `${person} ${resource}`),
  )
  for (const [person, session] of sessions.entries()) {
    for (const [resource] of RESOURCES) {
      const kept = await vault.readAccessToken(session, resource)
      expect(made.get(String(kept?.value))).toBe(`${person} ${resource}`)
      const other = sessions[(person + 1) % PEOPLE] as (typeof sessions)[number]
      const stolen = vault.readAccessToken({ ...session, secret: other.secret }, resource)
      await expect(stolen).rejects.toThrow('could not be opened')
    }
  }
})

describe('an access token that lives for two minutes', () => {
  it('is asked for at most once a minute while it is good, however many calls there are', async () => {
    lying.provider.lie({ token: { expires_in: 120 } })
    const visitor = await lying.world.signIn()
    lying.provider.lie({ token: { expires_in: 120 } })
    const call = async () => expect((await visitor.get('/api/users')).statusCode).toBe(200)
    for (let turn = 0; turn < 6; turn += 1) await call()
    expect(lying.provider.hits()).toEqual(['token'])
    lying.world.passTime(1.1)
    for (let turn = 0; turn < 6; turn += 1) await call()
    lying.world.passTime(-1.1)
    expect(lying.provider.hits()).toEqual(['token', 'token'])
  })

  it('that is over is never used', async () => {
    lying.provider.lie({ token: { expires_in: 120 } })
    const visitor = await lying.world.signIn()
    await visitor.get('/api/users')
    lying.provider.lie({ replies: { token: replyWith(503, {}) } })
    lying.world.passTime(2.1)
    const reply = await visitor.get('/api/users')
    lying.world.passTime(-2.1)
    expect(reply.statusCode).toBe(502)
  })
})

/** The patience with the token endpoint, in seconds; the server’s own would make a test wait for it. */
function setPatience(seconds: number) {
  const { authority } = lying.world.context
  const { getConfiguration } = authority
  authority.getConfiguration = async () => {
    const configuration = await getConfiguration()
    configuration.timeout = seconds
    return Object.defineProperty(configuration, 'timeout', { get: () => seconds, set: () => {} })
  }
  return {
    [Symbol.dispose]() {
      authority.getConfiguration = getConfiguration
    },
  }
}

describe('a refresh that hangs', () => {
  it('ends with upstream_timeout and keeps the session, and the next one works', async () => {
    const visitor = await lying.world.signIn()
    {
      using _patience = setPatience(0.3)
      lying.provider.lie({ replies: { token: replies.hang } })
      const reply = await visitor.get('/api/users')
      expect(reply.statusCode).toBe(504)
      expect(reply.json()).toMatchObject({ code: 'upstream_timeout' })
      expect(reply.headers).not.toHaveProperty('set-cookie')
      expect(lying.provider.hits()).toEqual(['token'])
      expect((await visitor.get('/api/me')).statusCode).toBe(200)
    }
    lying.provider.lie({})
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
  })

  it('while the token is still good is noticed by nobody', async () => {
    lying.provider.lie({ token: { expires_in: 200 } })
    const visitor = await lying.world.signIn()
    await visitor.get('/api/users')
    using _patience = setPatience(0.3)
    lying.provider.lie({ replies: { token: replies.hang } })
    lying.world.passTime(1.1)
    const reply = await visitor.get('/api/users')
    lying.world.passTime(-1.1)
    expect(reply.statusCode).toBe(200)
    expect(lying.provider.hits()).toEqual(['token'])
  })
})

describe('a refresh that is refused for what is no fault of the person', () => {
  it.each([
    ['invalid_client', replyWith(401, { error: 'invalid_client' })],
    ['unauthorized_client', replyWith(400, { error: 'unauthorized_client' })],
    ['invalid_request', replyWith(400, { error: 'invalid_request' })],
    ['invalid_scope', replyWith(400, { error: 'invalid_scope' })],
    ['temporarily_unavailable', replyWith(400, { error: 'temporarily_unavailable' })],
    ['503', replyWith(503, {})],
    ['an error that nobody knows', replyWith(418, { error: 'teapot' })],
  ])('%s keeps the session, and the next one works', async (_what, token) => {
    const visitor = await lying.world.signIn()
    const before = visitor.sessionCookie()
    lying.provider.lie({ replies: { token } })
    const reply = await visitor.get('/api/users')
    expect(reply.statusCode).toBeGreaterThanOrEqual(500)
    expect(visitor.sessionCookie()).toBe(before)
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
    lying.provider.lie({})
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
  })
})
