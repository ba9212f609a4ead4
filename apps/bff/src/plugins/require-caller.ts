import { type Session as SessionRecord, touchSession } from '@vestibule/store'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import { toCookieName } from './session.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Reading it is no use of the session, which ends when nobody uses it. */
    isBackground?: boolean
  }
  interface FastifyRequest {
    /** The live session of a route behind `requireSession`. */
    signedIn: SessionRecord
  }
}

const TOUCH_EVERY_MS = 60_000

/** Guards the routes of its scope: a live session, or 401. */
export const requireSession = fp(
  async (app: FastifyInstance, { config, store, now }: AppContext) => {
    const cookieName = toCookieName(config.appOrigin)
    app.decorateRequest('signedIn', null as unknown as SessionRecord)
    app.addHook('onRequest', (request, _reply, done) => {
      const record = request.session.current
      if (!record) {
        // The SPA tells a person who was signed in that time ran out, and a newcomer nothing of it.
        return done(
          new AppError(request.cookies[cookieName] ? 'session_expired' : 'unauthenticated'),
        )
      }
      request.signedIn = record
      const idleMs = now().getTime() - Date.parse(record.lastSeenAt)
      // Fastify makes the route's options anew each time they are asked for.
      if (idleMs <= TOUCH_EVERY_MS || isBackground(request)) return done()
      const lastSeenAt = now().toISOString()
      request.signedIn = { ...record, lastSeenAt }
      touchSession(store.db, record.id, lastSeenAt).then(() => done(), done)
    })
  },
  { name: 'require-session', dependencies: ['session'] },
)

function isBackground({ headers, routeOptions }: FastifyRequest): boolean {
  return headers['x-background'] === '1' || routeOptions.config.isBackground === true
}
