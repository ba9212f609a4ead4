import fastifyCors, { type FastifyCorsOptions } from '@fastify/cors'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { AppContext } from '../context.ts'

const SHARED = {
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  exposedHeaders: [
    'content-language',
    'etag',
    'ratelimit-limit',
    'ratelimit-remaining',
    'ratelimit-reset',
    'retry-after',
    'www-authenticate',
    'x-request-id',
  ],
  maxAge: 600,
} satisfies FastifyCorsOptions

/**
 * Lets the SPA call from an origin of its own, if it has one, with the cookie; and pages of other origins
 * that are named call the API, with a bearer token and never with a cookie. Nobody else.
 */
export const cors = fp(
  async (app: FastifyInstance, { config }: AppContext) => {
    const { appOrigin, webOrigin, api } = config
    if (webOrigin === appOrigin && api.corsOrigins.length === 0) return
    const withCookie: FastifyCorsOptions = {
      ...SHARED,
      origin: webOrigin === appOrigin ? [] : [webOrigin],
      credentials: true,
      allowedHeaders: ['content-type', 'x-csrf', 'x-background', 'idempotency-key', 'x-reason'],
    }
    const withToken: FastifyCorsOptions = {
      ...SHARED,
      origin: api.corsOrigins,
      credentials: false,
      allowedHeaders: [
        'accept-language',
        'authorization',
        'content-type',
        'idempotency-key',
        'x-background',
        'x-reason',
        'x-request-id',
      ],
    }
    await app.register(fastifyCors, {
      delegator: (request: FastifyRequest, done) => {
        const { origin } = request.headers
        // Our own pages keep their cookie, wherever else they are named.
        const isNamed =
          origin !== undefined && origin !== webOrigin && api.corsOrigins.includes(origin)
        done(null, isNamed && request.url.startsWith('/api/') ? withToken : withCookie)
      },
    })
  },
  { name: 'cors' },
)
