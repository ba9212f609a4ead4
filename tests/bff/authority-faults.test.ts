import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createSigningKey,
  type Lie,
  type LyingWorld,
  type Reply,
  replies,
  replyWith,
  type SigningKey,
  signInAgainst,
  startLyingWorld,
} from '../helpers/lying-provider.ts'
import { APP_ORIGIN } from '../helpers/world.ts'

let lying: LyingWorld
beforeAll(async () => {
  lying = await startLyingWorld()
  await signInAgainst(lying, {})
})
afterAll(() => lying[Symbol.asyncDispose]())
beforeEach(() => lying.provider.lie({}))

const ACCEPTED = { error: null, hasSession: true, stored: 2 }
const refused = (error: string) => ({ error, hasSession: false, stored: 0 })

const MEGABYTE = 1024 * 1024
const JSON_TYPE = { 'content-type': 'application/json' }

const redirect =
  (target: () => string): Reply =>
  (reply) =>
    reply.writeHead(302, { location: target() }).end()

/** Says that more is to come, byte by byte, and never ends. */
const drip: Reply = (reply) => {
  reply.writeHead(200, JSON_TYPE)
  const timer = setInterval(() => reply.write(' '), 100)
  reply.on('close', () => clearInterval(timer))
}

const packed = gzipSync(Buffer.alloc(32 * MEGABYTE, ' '))
const bomb: Reply = (reply) => {
  reply.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(packed)
}

/** Sends 50 MB as fast as they are taken, and says how many were. */
function flood(): { reply: Reply; sentBytes: () => number } {
  let sent = 0
  const chunk = Buffer.alloc(64 * 1024, ' ')
  const reply: Reply = (answer) => {
    answer.writeHead(200, JSON_TYPE)
    const send = () => {
      while (!answer.destroyed && sent < 50 * MEGABYTE) {
        sent += chunk.length
        if (!answer.write(chunk)) return answer.once('drain', send)
      }
      return answer.end()
    }
    send()
  }
  return { reply, sentBytes: () => sent }
}

/** Answers that are none, at whichever endpoint. */
const BROKEN: [string, Reply][] = [
  ['answers 500', replyWith(500, {})],
  ['answers 503', replyWith(503, {})],
  ['answers a page', replies.page],
  ['answers a page and calls it JSON', replies.mislabelled],
  ['answers half', replies.truncated],
  ['cuts the line', replies.cut],
  ['cuts the line inside the answer', replies.cutInside],
  ['leads to another host', redirect(() => lying.provider.canaryUrl)],
  ['answers an empty object', replyWith(200, {})],
  ['answers a packed answer that is huge', bomb],
]

/** How a sign-in that is only started ends. */
async function start({ world }: LyingWorld) {
  const reply = await world.visit().open('/auth/login?returnTo=/users')
  const { origin, pathname, searchParams } = new URL(String(reply.headers.location))
  expect(origin + pathname).toBe(`${APP_ORIGIN}/sign-in`)
  expect(searchParams.get('returnTo')).toBe('/users')
  expect(searchParams.get('ref')).toMatch(/^[0-9a-f-]{36}$/)
  expect(reply.cookies).toEqual([])
  return searchParams.get('error')
}

const readiness = async ({ world }: LyingWorld) => (await world.visit().get('/readyz')).statusCode

describe('metadata', () => {
  const foreign: [string, (lying: LyingWorld) => Lie][] = [
    ['names another issuer', () => ({ metadata: { issuer: 'https://evil.example/v2.0' } })],
    [
      'names another tenant',
      ({ provider }) => ({
        metadata: { issuer: `${provider.url}/11111111-2222-4333-8444-555555555555/v2.0` },
      }),
    ],
    ...['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'end_session_endpoint'].map(
      (name): [string, (lying: LyingWorld) => Lie] => [
        `has its ${name} at another host`,
        ({ provider }) => ({ metadata: { [name]: `${provider.canaryUrl}/x` } }),
      ],
    ),
    ['has no token endpoint', () => ({ metadata: { token_endpoint: undefined } })],
  ]
  const broken = BROKEN.map(([name, discovery]): [string, () => Lie] => [
    name,
    () => ({ replies: { discovery } }),
  ])
  const lies = [...foreign, ...broken]

  // It never comes to know the right metadata.
  let cold: LyingWorld
  beforeAll(async () => {
    cold = await startLyingWorld()
  })
  afterAll(() => cold[Symbol.asyncDispose]())

  it.each(lies)('that %s starts no sign-in and leads nowhere', async (_case, toLie) => {
    cold.provider.lie(toLie(cold))
    expect(await start(cold)).toBe('upstream_unavailable')
    expect(await readiness(cold)).toBe(503)
    expect(cold.provider.hits()).toEqual(['discovery', 'discovery'])
  })

  it('is asked for again by the next sign-in, whatever it was before, without a restart', async () => {
    await using fresh = await startLyingWorld()
    for (const [, toLie] of lies) {
      fresh.provider.lie(toLie(fresh))
      expect(await start(fresh)).toBe('upstream_unavailable')
    }
    expect(await signInAgainst(fresh, {})).toMatchObject(ACCEPTED)
    expect(await readiness(fresh)).toBe(200)
  })
})

describe('keys', () => {
  let other: SigningKey
  beforeAll(async () => {
    other = await createSigningKey()
  })

  const broken: [string, () => Lie][] = [
    ...BROKEN.map(([name, keys]): [string, () => Lie] => [name, () => ({ replies: { keys } })]),
    ['answers no keys', () => ({ keys: [] })],
  ]

  it.each(broken)('are not asked for while they are known: %s', async (_case, toLie) => {
    const outcome = await signInAgainst(lying, toLie())
    expect(outcome).toEqual({ ...ACCEPTED, hits: ['token'] })
  })

  it.each(broken)(
    'that are not to be had refuse a sign-in that needs them, and the next one works: %s',
    async (_case, toLie) => {
      const former = lying.provider.key
      lying.provider.key = other
      other = former
      const outcome = await signInAgainst(lying, toLie())
      expect(outcome).toEqual({ ...refused('upstream_unavailable'), hits: ['token', 'keys'] })
      // What was known before is not forgotten for it.
      const byFormer = await signInAgainst(lying, { key: former })
      expect(byFormer).toEqual({ ...ACCEPTED, hits: ['token'] })
      const next = await signInAgainst(lying, {})
      expect(next).toEqual({ ...ACCEPTED, hits: ['token', 'keys'] })
    },
  )

  it('that are not to be had by a server that knows none refuse the sign-in, and the next one works', async () => {
    await using fresh = await startLyingWorld()
    for (const lie of [{ keys: [] }, { replies: { keys: replyWith(503, {}) } }]) {
      const outcome = await signInAgainst(fresh, lie)
      expect(outcome).toEqual({ ...refused('upstream_unavailable'), hits: ['token', 'keys'] })
    }
    expect(await signInAgainst(fresh, {})).toMatchObject(ACCEPTED)
  })
})

describe('a token endpoint', () => {
  const answers: [string, Reply, string][] = [
    ...BROKEN.filter(([name]) => name !== 'answers an empty object').map(
      ([name, reply]): [string, Reply, string] => [name, reply, 'upstream_unavailable'],
    ),
    ['answers an empty object', replyWith(200, {}), 'sign_in_failed'],
    ['answers 200 and an error', replyWith(200, { error: 'invalid_grant' }), 'sign_in_failed'],
    ['answers a list', (reply) => reply.writeHead(200, JSON_TYPE).end('[]'), 'sign_in_failed'],
    ['answers nothing', (reply) => reply.writeHead(204).end(), 'upstream_unavailable'],
    ['knows no such code', replyWith(400, { error: 'invalid_grant' }), 'sign_in_failed'],
    // An operator has to mend these two. Nothing of it is the person's fault.
    ['knows no such application', replyWith(401, { error: 'invalid_client' }), 'not_configured'],
    [
      'finds the application’s secret too old',
      replyWith(
        401,
        { error: 'invalid_client', error_codes: [7000222] },
        { 'www-authenticate': 'Basic realm="x"' },
      ),
      'not_configured',
    ],
    [
      'asks to come back later',
      replyWith(400, { error: 'temporarily_unavailable' }),
      'upstream_unavailable',
    ],
  ]
  it.each(answers)(
    'that %s is asked once, stores nobody, and the next sign-in works',
    async (_case, token, error) => {
      const outcome = await signInAgainst(lying, { replies: { token } })
      expect(outcome).toEqual({ ...refused(error), hits: ['token'] })
      expect(await signInAgainst(lying, {})).toMatchObject(ACCEPTED)
    },
  )

  // What stands for how long is the business of `read-retry-after.test.ts`.
  const after = (status: number, value: string) => replyWith(status, {}, { 'retry-after': value })
  const pauses: [string, Reply, number | undefined][] = [
    ['of 6 s', after(429, '6'), 6],
    ['of 89.2 s', after(429, '89.2'), 90],
    ['of an hour', after(503, '3600'), 3600],
    ['of a day', after(503, '86400'), undefined],
    ['until 2031', after(429, 'Wed, 01 Jan 2031 00:00:00 GMT'), undefined],
    ['until “soon”', after(429, 'soon'), undefined],
    ['without saying how long', replyWith(429, {}), undefined],
  ]
  it.each(pauses)(
    'that asks for a pause %s is asked once, and the person is told how long where that can be believed',
    async (_case, token, retryAfter) => {
      const outcome = await signInAgainst(lying, { replies: { token } })
      const told = retryAfter === undefined ? {} : { retryAfter }
      expect(outcome).toEqual({ ...refused('upstream_throttled'), ...told, hits: ['token'] })
      // Whoever clicks again is not held back by it.
      expect(await signInAgainst(lying, {})).toMatchObject(ACCEPTED)
    },
  )

  it('that asks for a second is asked again after it, with the same code, and once', async () => {
    let asked = 0
    const askedAt: number[] = []
    const once: Reply = (reply) => {
      askedAt.push(performance.now())
      asked += 1
      replyWith(503, {}, { 'retry-after': '0.7' })(reply)
      if (asked === 1) lying.provider.lie({})
    }
    const outcome = await signInAgainst(lying, { replies: { token: once } })
    expect(outcome).toEqual({ ...ACCEPTED, hits: ['token'] })
    expect(performance.now() - (askedAt[0] ?? 0)).toBeGreaterThanOrEqual(1000)
    const zero = replyWith(429, {}, { 'retry-after': '0' })
    const again = await signInAgainst(lying, { replies: { token: zero } })
    expect(again).toMatchObject({ ...refused('upstream_throttled'), hits: ['token', 'token'] })
  })

  it('that sends 50 MB is not read to the end', async () => {
    const { reply, sentBytes } = flood()
    const outcome = await signInAgainst(lying, { replies: { token: reply } })
    expect(outcome).toEqual({ ...refused('upstream_unavailable'), hits: ['token'] })
    // What the system keeps on the way between the two comes on top of the one that is read.
    expect(sentBytes()).toBeLessThan(20 * MEGABYTE)
  })

  it('may send up to a megabyte, and not more', async () => {
    const large = await signInAgainst(lying, { token: { groups: 'x'.repeat(0.9 * MEGABYTE) } })
    expect(large).toEqual({ ...ACCEPTED, hits: ['token'] })
    const tooLarge = await signInAgainst(lying, { token: { groups: 'x'.repeat(MEGABYTE) } })
    expect(tooLarge).toEqual({ ...refused('upstream_unavailable'), hits: ['token'] })
  })
})

it('an authority that hangs or drips is given up within twelve seconds, and the next sign-in works', async () => {
  const hanging: Lie[] = [
    { replies: { discovery: replies.hang } },
    { replies: { discovery: drip } },
    { replies: { token: replies.hang } },
    { replies: { token: drip } },
    { replies: { keys: replies.hang } },
    { replies: { keys: drip } },
  ]
  const worlds = await Promise.all(hanging.map(() => startLyingWorld()))
  await Promise.all(
    hanging.map(async (lie, index) => {
      await using fresh = worlds[index] as LyingWorld
      const isDiscovery = lie.replies?.discovery !== undefined
      if (isDiscovery) fresh.provider.lie(lie)
      const startedAt = performance.now()
      const error = isDiscovery ? await start(fresh) : (await signInAgainst(fresh, lie)).error
      expect(performance.now() - startedAt).toBeLessThan(12_000)
      expect(error).toBe('upstream_timeout')
      expect(await signInAgainst(fresh, {})).toMatchObject(ACCEPTED)
    }),
  )
})

describe('an answer that says', () => {
  it.each([
    ['access_denied', 'access_denied'],
    ['consent_required', 'access_denied'],
    ['interaction_required', 'access_denied'],
    ['login_required', 'sign_in_failed'],
    ['invalid_request', 'sign_in_failed'],
    ['made_up', 'sign_in_failed'],
    ['server_error', 'upstream_unavailable'],
    ['temporarily_unavailable', 'upstream_unavailable'],
  ])('%s is told as %s, costs no question, and the next sign-in works', async (said, told) => {
    const { provider, world } = lying
    const visitor = world.visit()
    const { searchParams } = new URL(await visitor.reachCallback('anybody'), APP_ORIGIN)
    const state = String(searchParams.get('state'))
    const answer = { state, error: said, error_description: 'It was <b>declined</b>' }
    const reply = await visitor.open(`/auth/callback?${new URLSearchParams(answer)}`)
    const location = new URL(String(reply.headers.location))
    expect(location.searchParams.get('error')).toBe(told)
    expect(location.href).not.toMatch(/declined/)
    expect(provider.hits()).toEqual([])
    expect(visitor.sessionCookie()).toBe('')
    expect((await visitor.signIn('anybody')).headers.location).toBe(`${APP_ORIGIN}/`)
  })
})
