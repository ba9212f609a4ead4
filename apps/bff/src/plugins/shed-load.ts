import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { AppError } from '../app-error.ts'
import type { ServerLimits } from '../server-limits.ts'

const COME_AGAIN_SECONDS = 2
const SAY_EVERY_MS = 1000

/**
 * Turns requests away while the process is behind, before anything is begun for them: those that were let in are
 * answered in time, instead of all of them too late.
 */
export const shedLoad = fp(
  async (app: FastifyInstance, limits: ServerLimits) => {
    const { maxDelayMs, maxHeapBytes, measureEveryMs } = limits
    await app.register(underPressure, {
      maxEventLoopDelay: maxDelayMs,
      maxHeapUsedBytes: maxHeapBytes,
      sampleInterval: measureEveryMs,
      pressureHandler(request, _reply, type, value) {
        request.log.warn({ type, value }, 'turned away: the process is behind')
        throw toOverloaded()
      },
    })
    limitWaiting(app, limits)
  },
  { name: 'shed-load' },
)

/**
 * Counts those of whom it is not known yet who asks: every request reads that from the database first, so they
 * are many when the database is behind, which no late turn of the event loop shows, and at once when this process
 * is. Who waits for Microsoft is not among them.
 */
function limitWaiting(app: FastifyInstance, { maxWaiting }: ServerLimits) {
  const waiting = new Set<FastifyRequest>()
  let saidAt = 0
  app.addHook('onRequest', (request, _reply, done) => {
    if (waiting.size < maxWaiting) {
      waiting.add(request)
      return done()
    }
    // A line for each would take as long as an answer.
    if (performance.now() - saidAt > SAY_EVERY_MS) {
      saidAt = performance.now()
      request.log.warn({ waiting: waiting.size }, 'turned away: too many are waiting')
    }
    done(toOverloaded())
  })
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    waiting.delete(request)
    done()
  })
  // Whoever is refused, or leaves, before that.
  app.addHook('onResponse', (request, _reply, done) => {
    waiting.delete(request)
    done()
  })
}

function toOverloaded() {
  return new AppError('overloaded', { retryAfterSeconds: COME_AGAIN_SECONDS })
}
