import { type Session as SessionRecord, StoreFailure, touchSession } from '@vestibule/store'
import type { FastifyInstance, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import fp from 'fastify-plugin'
import type { Caller } from '../accounts/caller.ts'
import { toSessionCaller } from '../accounts/session-caller.ts'
import { AppError } from '../app-error.ts'
import { API_SCOPE } from '../auth/access-token-verifier.ts'
import type { AppContext } from '../context.ts'
import { toCookieName, toSessionHandle } from './session.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Reading it is no use of the session, which ends when nobody uses it. */
    isBackground?: boolean
    /**
     * Taken from the schema's `security`: which app roles let an application in, one of them; none at all
     * for people only. Undefined where a bearer token lets nobody in.
     */
    appRoles?: readonly string[]
  }
  interface FastifyRequest {
    /** The live session of a route that takes no bearer token. */
    signedIn: SessionRecord
    /** Whoever asks. */
    caller: Caller
  }
}

const TOUCH_EVERY_MS = 60_000

/**
 * Guards the routes of its scope: a live session, or a bearer token where the route's `security` names it;
 * else 401 or 403.
 */
export const requireCaller = fp(
  async (app: FastifyInstance, context: AppContext) => {
    const { config, store, now, verifyAccessToken, bearerCallers } = context
    const cookieName = toCookieName(config.appOrigin)
    app.decorateRequest('signedIn', null as unknown as SessionRecord)
    app.decorateRequest('caller', null as unknown as Caller)

    app.addHook('onRoute', (route) => {
      const appRoles = readAppRoles(route.schema?.security ?? [])
      if (appRoles) route.config = { ...route.config, appRoles }
    })

    app.addHook('onRequest', (request, _reply, done) => {
      if (request.bearerToken === undefined) enterBySession(request, done)
      else enterByToken(request, request.bearerToken).then(() => done(), done)
    })

    function enterBySession(request: FastifyRequest, done: HookHandlerDoneFunction) {
      const record = request.session.current
      if (!record) {
        // The SPA tells a person who was signed in that time ran out, and a newcomer nothing of it.
        return done(
          new AppError(request.cookies[cookieName] ? 'session_expired' : 'unauthenticated'),
        )
      }
      const enter = (session: SessionRecord) => {
        request.signedIn = session
        request.caller = toSessionCaller(context, session, toSessionHandle(request, session))
      }
      enter(record)
      const idleMs = now().getTime() - Date.parse(record.lastSeenAt)
      // Fastify makes the route's options anew each time they are asked for.
      if (idleMs <= TOUCH_EVERY_MS || isBackground(request)) return done()
      const lastSeenAt = now().toISOString()
      enter({ ...record, lastSeenAt })
      touchSession(store.db, record.id, lastSeenAt).then(
        () => done(),
        (error: unknown) => {
          if (!(error instanceof StoreFailure)) return done(error as Error)
          // Who only reads can do so while nothing can be written. The session ends a little sooner.
          request.log.warn({ err: error }, 'use of a session could not be noted')
          done()
        },
      )
    }

    async function enterByToken(request: FastifyRequest, token: string) {
      const { appRoles } = request.routeOptions.config
      const verified = await verifyAccessToken(token)
      if (!appRoles) {
        const detail = 'This belongs to a session in a browser: a bearer token has none.'
        throw new AppError('forbidden', { detail })
      }
      if (verified.kind === 'app' && !appRoles.some((role) => verified.appRoles.includes(role))) {
        const detail = appRoles.length
          ? `The application needs the app role ${appRoles.join(' or ')}.`
          : 'This is for people: an application by itself cannot ask for it.'
        throw new AppError('forbidden', { detail, bearerError: 'insufficient_scope' })
      }
      request.caller = await bearerCallers.getCaller(token, verified)
    }
  },
  { name: 'require-caller', dependencies: ['bearer', 'session'] },
)

type Security = readonly Readonly<Record<string, readonly string[]>>[]

function readAppRoles(security: Security): string[] | undefined {
  const bearer = security.flatMap((one) => (one.bearer ? [one.bearer] : []))
  if (bearer.length === 0) return undefined
  return bearer.flat().filter((name) => name !== API_SCOPE)
}

function isBackground({ headers, routeOptions }: FastifyRequest): boolean {
  return headers['x-background'] === '1' || routeOptions.config.isBackground === true
}
