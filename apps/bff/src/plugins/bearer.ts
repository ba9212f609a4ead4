import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    /** What an `Authorization: Bearer` header of an API request holds; undefined where there is none. */
    bearerToken: string | undefined
  }
}

const BEARER = /^bearer(?: +(?<token>.*))?$/i

/**
 * Whoever shows a bearer token at the API is judged by it alone (RFC 6750, 2): their cookies are taken off
 * the request, so that no session is looked for and none is made, and no right of a browser mixes with the
 * token's. Elsewhere the header means nothing. A token in the address or the body is none.
 */
export const bearer = fp(
  async (app: FastifyInstance) => {
    app.decorateRequest('bearerToken', undefined)
    app.addHook('onRequest', (request, _reply, done) => {
      const { authorization } = request.headers
      if (authorization === undefined || !request.url.startsWith('/api/')) return done()
      const match = BEARER.exec(authorization)
      if (match) {
        request.bearerToken = match.groups?.token?.trim() ?? ''
        delete request.raw.headers.cookie
      }
      done()
    })
  },
  { name: 'bearer' },
)
