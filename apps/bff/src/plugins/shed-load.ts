import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { AppError } from '../app-error.ts'
import type { ServerLimits } from '../server-limits.ts'

const COME_AGAIN_SECONDS = 2

/**
 * Turns requests away while the process is behind, before anything is begun for them: those that were let in are
 * answered in time, instead of all of them too late.
 */
export const shedLoad = fp(
  async (app: FastifyInstance, { maxDelayMs, maxHeapBytes, measureEveryMs }: ServerLimits) => {
    await app.register(underPressure, {
      maxEventLoopDelay: maxDelayMs,
      maxHeapUsedBytes: maxHeapBytes,
      sampleInterval: measureEveryMs,
      pressureHandler(request, _reply, type, value) {
        request.log.warn({ type, value }, 'turned away: the process is behind')
        throw new AppError('overloaded', { retryAfterSeconds: COME_AGAIN_SECONDS })
      },
    })
  },
  { name: 'shed-load' },
)
