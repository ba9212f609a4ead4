import cookie, { Signer } from '@fastify/cookie'
import session from '@fastify/session'
import {
  endSession,
  hashSecret,
  readSession,
  type Session as SessionRecord,
} from '@vestibule/store'
import type { FastifyInstance, FastifyRequest, Session } from 'fastify'
import fp from 'fastify-plugin'
import { LRUCache } from 'lru-cache'
import type { AppContext } from '../context.ts'
import { idleSince } from '../session-limits.ts'

declare module 'fastify' {
  interface Session {
    /** Set while signed in. */
    current?: CurrentSession
    /** Written when the cookie bears an older signature, so that it is signed anew. */
    signedAgainWith?: string
  }
}

/** Cookies whose signature is remembered; about 5 MB when full. */
const MAX_REMEMBERED = 10_000

/** What the request's session is, read once. In the plugin's hash it counts as its id alone. */
export class CurrentSession {
  readonly record: SessionRecord

  constructor(record: SessionRecord) {
    this.record = record
  }

  toJSON() {
    return this.record.id
  }
}

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
    await app.register(session, {
      secret: signer,
      cookieName: name,
      cookie: toCookieOptions(config.appOrigin),
      rolling: false,
      saveUninitialized: false,
      store: createSessionStore(context),
    })

    app.addHook('onRequest', async (request) => {
      const value = request.cookies[name]
      // The plugin would clear a cookie signed with an older secret and so sign the person out.
      if (value !== undefined && request.session.current && signer.unsign(value).renew) {
        request.session.signedAgainWith = hashSecret(secrets.sessionSecrets[0]).slice(0, 8)
      }
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
  const read = (secret: string) =>
    readSession(store.db, secret, { now: now().toISOString(), idleSince: idleSince(config, now()) })

  return {
    get(secret: string, callback: Callback) {
      read(secret).then(
        (record) => leave(callback, null, record ? toPluginSession(record) : null),
        (error: unknown) => leave(callback, error),
      )
    },
    set(_secret: string, _session: object, callback: Callback) {
      callback(null)
    },
    destroy(secret: string, callback: Callback) {
      read(secret)
        .then((record) => record && endSession(store.db, record.id, now().toISOString()))
        .then(
          () => leave(callback, null),
          (error: unknown) => leave(callback, error),
        )
    },
  }
}

/** The plugin's type wants a cookie; the plugin itself makes one from its options where there is none. */
function toPluginSession(record: SessionRecord): Session {
  return { current: new CurrentSession(record) } as Session
}

/** Out of the promise chain first: what the callback throws is the plugin's, not the promise's. */
function leave(callback: Callback, error: unknown, result?: Session | null) {
  setImmediate(callback, error, result)
}
