import { randomBytes, randomUUID } from 'node:crypto'
import { Signer } from '@fastify/cookie'
import { hashSecret } from '@vestibule/store'
import type { Site } from './site.ts'

const ROWS_AT_ONCE = 500
const TOKENS_AT_ONCE = 16

interface SessionHandle {
  id: string
  secret: string
}

/** As if Ada had signed in so many times just now. Answers with the cookies, as a header has them. */
export async function createCookies(
  site: Site,
  count: number,
  /** With what she has of tokens, which expire then. */
  { tokensUntil }: { tokensUntil?: Date } = {},
): Promise<string[]> {
  const { db } = site.context.store
  const base = await db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow()
  const made = Array.from({ length: count }, () => ({
    id: randomUUID(),
    secret: randomBytes(24).toString('base64url'),
  }))
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const rows = made.slice(from, from + ROWS_AT_ONCE).map(({ id, secret }) => {
      return { ...base, id, secret_hash: hashSecret(secret) }
    })
    await db.insertInto('sessions').values(rows).execute()
  }
  if (tokensUntil) await saveTokens(site, made, tokensUntil)
  const signer = new Signer(site.env.SESSION_SECRETS ?? '')
  const { port } = new URL(site.env.APP_ORIGIN ?? '')
  return made.map(({ secret }) => `vestibule-${port}=${encodeURIComponent(signer.sign(secret))}`)
}

/** What Ada's own session has, with the permissions of a list. */
export async function getTokens({ ada, context: { store, vault, config } }: Site) {
  await ada.get('/api/users?top=1&source=graph')
  const [, cookie = ''] = ada.sessionCookie().split('=')
  const secret = decodeURIComponent(cookie).split('.')[0] ?? ''
  const { id } = await store.db
    .selectFrom('sessions')
    .select('id')
    .where('secret_hash', '=', hashSecret(secret))
    .executeTakeFirstOrThrow()
  const accessToken = await vault.readAccessToken({ id, secret }, config.graph.resource)
  if (!accessToken) throw new Error('The sign-in left no token.')
  const refreshToken = await vault.readRefreshToken({ id, secret })
  const idToken = await vault.readIdToken({ id, secret })
  return { accessToken, refreshToken, idToken }
}

async function saveTokens(site: Site, sessions: SessionHandle[], expiresAt: Date): Promise<void> {
  const { accessToken, ...others } = await getTokens(site)
  const waiting = [...sessions]
  const work = async () => {
    for (let session = waiting.pop(); session; session = waiting.pop()) {
      const tokens = { accessToken: { ...accessToken, expiresAt }, ...others }
      await site.context.vault.save(session, tokens)
    }
  }
  await Promise.all(Array.from({ length: TOKENS_AT_ONCE }, work))
}
