import cookie, { Signer } from '@fastify/cookie'
import session from '@fastify/session'
import {
  endSession,
  hashSecret,
  readSessions,
  type Session as SessionRecord,
} from '@vestibule/store'
import DataLoader from 'dataloader'
import type { FastifyInstance, FastifyRequest, Session } from 'fastify'
import fp from 'fastify-plugin'
import { LRUCache } from 'lru-cache'
import type { AppContext } from '../context.ts'
import { idleSince } from '../session-limits.ts'

declare module 'fastify' {
  interface Session {
    /** Set while signed in. */
    current?: SessionRecord
    /** Written when the cookie bears an older signature, so that it is signed anew. */
    signedAgainWith?: string
  }
}

/** Cookies whose signature is remembered; about 5 MB when full. */
const MAX_REMEMBERED = 10_000
/** Sessions read by one query. */
const MAX_TOGETHER = 64

/**
 * Cookie and session. The cookie holds one random id, signed; the database only its hash.
 *
 * @fastify/session saves sessions when replies are sent, and so re-creates one that another request
 * ended meanwhile. Here saving does nothing: a session comes to be in `createSession` alone, and
 * everything it holds stands in rows of its own. `rolling` and `saveUninitialized` off: reads write
 * nothing, and a visitor gets no cookie.
 */
export const sessionPlugin = fp(
  async (app: FastifyInstance, context: AppContext) => {
    const { config, secrets } = context
    const signer = rememberSignatures(new Signer(secrets.sessionSecrets))
    const name = toCookieName(config.appOrigin)
    await app.register(cookie)
    app.addHook('onRequest', (request, _reply, done) => {
      // Which of two is meant nobody can say (RFC 6265, 4.2.2), so neither is.
      const pairs = request.headers.cookie?.split(';') ?? []
      if (pairs.filter((pair) => pair.split('=', 1)[0]?.trim() === name).length > 1) {
        delete request.cookies[name]
      }
      done()
    })
    await app.register(session, {
      secret: signer,
      cookieName: name,
      cookie: toCookieOptions(config.appOrigin),
      rolling: false,
      saveUninitialized: false,
      store: createSessionStore(context),
    })

    app.addHook('onRequest', (request, _reply, done) => {
      const value = request.cookies[name]
      // The plugin would clear a cookie signed with an older secret and so sign the person out.
      if (value !== undefined && request.session.current && signer.unsign(value).renew) {
        const { isRemembered, expiresAt } = request.session.current
        if (isRemembered) request.session.cookie.expires = new Date(expiresAt)
        request.session.signedAgainWith = hashSecret(secrets.sessionSecrets[0]).slice(0, 8)
      }
      done()
    })
  },
  { name: 'session', dependencies: ['security-headers'] },
)

/** `__Host-` binds the cookie to this host and https; on this machine the port keeps copies apart. */
export function toCookieName(appOrigin: string): string {
  const { protocol, port } = new URL(appOrigin)
  return protocol === 'https:' ? '__Host-vestibule' : `vestibule-${port || 80}`
}

/** To clear a `__Host-` cookie takes the same attributes as to set it; browsers refuse the rest. */
export function toCookieOptions(appOrigin: string) {
  const secure = appOrigin.startsWith('https:')
  return { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
}

/** The session's two halves: the public id and the secret that opens its tokens. */
export function toSessionHandle(request: FastifyRequest, record: SessionRecord) {
  return { id: record.id, secret: request.session.sessionId }
}

/**
 * The plugin checks a cookie's signature and then makes it again, at every request; here both happen
 * once for a cookie. A signature says only that the cookie is of our making, which stays so. Whether
 * there is such a session, and whether it is alive, is read from the database at every request.
 */
function rememberSignatures(signer: Signer) {
  const values = new LRUCache<string, string>({ max: MAX_REMEMBERED })
  const signedValues = new LRUCache<string, string>({ max: MAX_REMEMBERED })
  return {
    sign: (value: string) => signedValues.get(value) ?? signer.sign(value),
    unsign(signedValue: string) {
      const known = values.get(signedValue)
      if (known !== undefined) return { valid: true, renew: false, value: known } as const
      const result = signer.unsign(signedValue)
      // Nothing that was made up or bears an older signature: the newest one is what `sign` answers.
      if (result.valid && !result.renew) {
        values.set(signedValue, result.value)
        signedValues.set(result.value, signedValue)
      }
      return result
    },
  }
}

type Callback = (error: unknown, result?: Session | null) => void

function createSessionStore({ store, config, now }: AppContext) {
  // Requests that come in together are answered by one query, made after the last of them has come.
  const sessions = new DataLoader<string, SessionRecord | undefined>(
    (secrets) => {
      const at = now()
      const limits = { now: at.toISOString(), idleSince: idleSince(config, at) }
      return readSessions(store.db, secrets, limits)
    },
    { cache: false, maxBatchSize: MAX_TOGETHER, batchScheduleFn: (read) => setImmediate(read) },
  )

  return {
    get(secret: string, callback: Callback) {
      sessions.load(secret).then(
        (record) => leave(callback, null, record ? toPluginSession(record) : null),
        (error: unknown) => leave(callback, error),
      )
    },
    set(_secret: string, _session: object, callback: Callback) {
      callback(null)
    },
    destroy(secret: string, callback: Callback) {
      sessions
        .load(secret)
        .then((record) => record && endSession(store.db, record.id, now().toISOString()))
        .then(
          () => leave(callback, null),
          (error: unknown) => leave(callback, error),
        )
    },
  }
}

/**
 * The plugin hashes a session twice a request to see whether it was changed: here it is spared all but
 * the one thing that may change. Its type wants a cookie; it makes one from its options by itself.
 */
function toPluginSession(record: SessionRecord): Session {
  return { current: record, toJSON: tellSignature } as unknown as Session
}

function tellSignature(this: Session) {
  return this.signedAgainWith ?? ''
}

/** Out of the promise chain first: what the callback throws is the plugin's, not the promise's. */
function leave(callback: Callback, error: unknown, result?: Session | null) {
  queueMicrotask(() => callback(error, result))
}
