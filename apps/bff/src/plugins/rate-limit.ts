import fastifyRateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { toNetwork } from '../accounts/attempt-limits.ts'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'

/** Callers whose requests are counted at a time. */
const MAX_COUNTED = 20_000
const WINDOW_MS = 60_000

/** How often anybody may ask who has not said who they are: by network. */
export const limitNetworks = fp(
  async (app: FastifyInstance, context: AppContext) => {
    await limit(app, context, { toKey: ({ ip }) => toNetwork(ip) })
  },
  { name: 'limit-networks' },
)

/** How often a caller may ask: a session, a person through a client, an application. */
export const limitCallers = fp(
  async (app: FastifyInstance, context: AppContext) => {
    await limit(app, context, {
      toKey: ({ caller }) =>
        caller.kind === 'session' ? caller.id : `${caller.clientId} ${caller.person.id}`,
      // What a page asks at every turn, and answered from one row: counting would cost a tenth of it.
      isFree: ({ caller, url }) => caller.kind === 'session' && url === '/api/me',
    })
  },
  { name: 'limit-callers', dependencies: ['require-caller'] },
)

/**
 * The same where nobody is told: whether a network has asked too often is for the route to know, which answers as
 * always and does nothing. It counts apart from what else a network asks.
 */
export async function createQuietLimit(app: FastifyInstance, { config }: AppContext) {
  if (config.rateLimitPerMinute === 0) return async () => false
  await app.register(fastifyRateLimit, {
    global: false,
    max: config.rateLimitPerMinute,
    timeWindow: WINDOW_MS,
    cache: MAX_COUNTED,
    keyGenerator: ({ ip }) => toNetwork(ip),
  })
  const count = app.createRateLimit()
  return async (request: FastifyRequest) => {
    const counted = await count(request)
    return !counted.isAllowed && counted.isExceeded
  }
}

interface Limit {
  toKey: (request: FastifyRequest) => string
  isFree?: (request: FastifyRequest) => boolean
}

/**
 * Counts in this process alone, a minute at a time, and says so with each reply: `RateLimit-Limit`,
 * `RateLimit-Remaining`, `RateLimit-Reset` in seconds (draft-ietf-httpapi-ratelimit-headers-06), and
 * `Retry-After` where it was too often.
 */
async function limit(
  app: FastifyInstance,
  { config }: AppContext,
  { toKey, isFree = () => false }: Limit,
) {
  if (config.rateLimitPerMinute === 0) return
  await app.register(fastifyRateLimit, {
    global: false,
    max: config.rateLimitPerMinute,
    timeWindow: WINDOW_MS,
    cache: MAX_COUNTED,
    enableDraftSpec: true,
    keyGenerator: toKey,
    errorResponseBuilder: (_request, { ttl }) =>
      new AppError('rate_limited', { retryAfterSeconds: Math.ceil(ttl / 1000) }),
  })
  const count = app.rateLimit()
  app.addHook('onRequest', (request, reply, done) => {
    if (isFree(request)) return done()
    Promise.resolve(count.call(app, request, reply)).then(() => done(), done)
  })
}
