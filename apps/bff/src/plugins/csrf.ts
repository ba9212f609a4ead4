import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The authority's page sends the browser here with a form: what it may do the route itself decides. */
    isPostedByAuthority?: boolean
  }
}

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/**
 * Every unsafe request must carry a header that no form of another site can send, and come from our
 * own origin as the browser itself says (Fetch Metadata, or the Origin header where that is missing).
 * Signed in or not: signing somebody in to a stranger's account is an attack too.
 */
export const csrf = fp(
  async (app: FastifyInstance, { config }: AppContext) => {
    const ours = [config.appOrigin, config.webOrigin]
    app.addHook('onRequest', (request, _reply, done) => {
      if (SAFE_METHODS.includes(request.method)) return done()
      if (request.routeOptions.config.isPostedByAuthority) return done()
      // No browser adds such a header by itself, and its cookies are gone by now.
      if (request.bearerToken !== undefined) return done()
      const isMeant = request.headers['x-csrf'] === '1' && isSameOrigin(request, ours)
      done(isMeant ? undefined : new AppError('csrf'))
    })
  },
  { name: 'csrf', dependencies: ['bearer'] },
)

function isSameOrigin({ headers }: FastifyRequest, ours: string[]): boolean {
  if (headers['sec-fetch-site'] === 'same-origin') return true
  return headers.origin !== undefined && ours.includes(headers.origin)
}
