import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import type { ServerLimits } from '../server-limits.ts'

interface Options {
  limits: ServerLimits
  store: AppContext['store']
}

const COME_AGAIN_SECONDS = 2
const SAY_EVERY_MS = 1000

/**
 * Turns requests away while the process or its database is behind, before anything is begun for them: those that
 * were let in are answered in time, instead of all of them too late.
 */
export const shedLoad = fp(
  async (app: FastifyInstance, { limits, store }: Options) => {
    const { maxDelayMs, maxHeapBytes, maxWaiting, measureEveryMs } = limits
    await app.register(underPressure, {
      maxEventLoopDelay: maxDelayMs,
      maxHeapUsedBytes: maxHeapBytes,
      sampleInterval: measureEveryMs,
      pressureHandler(request, _reply, type, value) {
        request.log.warn({ type, value }, 'turned away: the process is behind')
        throw toOverloaded()
      },
    })
    let saidAt = 0
    // A process whose requests all wait for the database is late at nothing.
    app.addHook('onRequest', (request, _reply, done) => {
      const waiting = store.countWaiting()
      if (waiting <= maxWaiting) return done()
      // A line for each would take as long as an answer.
      if (performance.now() - saidAt > SAY_EVERY_MS) {
        saidAt = performance.now()
        request.log.warn({ waiting }, 'turned away: the database is behind')
      }
      done(toOverloaded())
    })
  },
  { name: 'shed-load' },
)

function toOverloaded() {
  return new AppError('overloaded', { retryAfterSeconds: COME_AGAIN_SECONDS })
}
