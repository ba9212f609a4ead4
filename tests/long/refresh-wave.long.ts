import { randomBytes, randomUUID } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Signer } from '@fastify/cookie'
import { createSession } from '@vestibule/store'
import { expect, it } from 'vitest'
import { startNodes } from '../helpers/nodes.ts'
import { createDatabase } from '../helpers/postgres.ts'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

const SESSIONS = 5000
/** Tabs of a person that all call at once, each at another process. */
const TABS = 2
const AT_ONCE = 100

it(`${SESSIONS} sessions that expire at once make exactly ${SESSIONS} refreshes`, async () => {
  await using database = await createDatabase()
  const secret = randomBytes(32).toString('base64url')
  const shared = {
    APP_ORIGIN,
    DATABASE_URL: database.url,
    SESSION_SECRETS: secret,
    TOKEN_KEYS: randomBytes(32).toString('base64url'),
  }
  await using world = await startWorld({ env: shared })
  const secrets = await createExpiredSessions(world)
  await using cluster = await startNodes(TABS, { ...world.env, ...shared })
  const signer = new Signer(secret)
  const calls = secrets.flatMap((value) => {
    const cookie = `vestibule-3000=${encodeURIComponent(signer.sign(value))}`
    return cluster.nodes.map((node) => () => node.get('/api/users?top=1', cookie))
  })

  const count = countTokenRequests()
  const statuses = await runAll(calls)
  count.stop()
  expect(statuses.filter((status) => status !== 200)).toEqual([])
  expect(statuses).toHaveLength(SESSIONS * TABS)
  expect(count.requests()).toBe(SESSIONS)
})

/** As if so many had signed in an hour ago, all with the refresh token of one real sign-in. */
async function createExpiredSessions({ context, signIn }: World): Promise<string[]> {
  const { store, vault, config } = context
  const visitor = await signIn()
  await visitor.get('/api/users?top=1')
  const base = await store.db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow()
  const [, cookie = ''] = visitor.sessionCookie().split('=')
  const session = { id: base.id, secret: decodeURIComponent(cookie).split('.')[0] ?? '' }
  const kept = await vault.readAccessToken(session, config.graph.resource)
  const refreshToken = await vault.readRefreshToken(session)
  const idToken = await vault.readIdToken(session)
  if (!kept) throw new Error('The sign-in left no token.')
  const accessToken = { ...kept, expiresAt: new Date(Date.now() - 1000) }
  const secrets: string[] = []
  for (let made = 0; made < SESSIONS; made++) {
    const own = { id: randomUUID(), secret: randomBytes(24).toString('base64url') }
    await createSession(store.db, {
      ...own,
      personId: base.person_id,
      door: 'entra',
      authoritySessionId: null,
      subject: base.subject,
      loginHint: null,
      authenticatedAt: null,
      userAgent: null,
      ip: null,
      createdAt: base.created_at,
      expiresAt: base.expires_at,
    })
    await vault.save(own, { accessToken, refreshToken, idToken })
    secrets.push(own.secret)
  }
  return secrets
}

/** Counts them where they come in: the tenant's own log keeps the newest thousand. */
function countTokenRequests() {
  let requests = 0
  const onRequest = (message: unknown) => {
    const { request } = message as { request: { url?: string } }
    if (request.url?.endsWith('/oauth2/v2.0/token')) requests += 1
  }
  subscribe('http.server.request.start', onRequest)
  return {
    requests: () => requests,
    stop: () => unsubscribe('http.server.request.start', onRequest),
  }
}

async function runAll(calls: (() => Promise<Response>)[]): Promise<number[]> {
  const statuses: number[] = []
  let next = 0
  const work = async () => {
    for (let call = calls[next++]; call; call = calls[next++]) {
      const reply = await call()
      await reply.arrayBuffer()
      statuses.push(reply.status)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return statuses
}
