import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { fastifySSE } from '@fastify/sse'
import { type UserBatch, UserBatchPath } from '@vestibule/contract'
import { readBatch } from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../app-error.ts'
import { BATCH_ROLES, BATCHES_APP_ROLE } from '../batches/accept-batch.ts'
import type { AppContext } from '../context.ts'
import { requireRole } from '../plugins/require-role.ts'
import { byCaller, problemResponses } from './problem-responses.ts'
import { toUserBatches } from './to-user-batch.ts'

const LOOK_EVERY_MS = 500
const HEARTBEAT_MS = 15_000

/** How far a batch comes, as it happens: by whichever process. */
export async function userBatchEventsRoutes(app: FastifyInstance, context: AppContext) {
  const { store } = context
  await app.register(fastifySSE, { heartbeatInterval: HEARTBEAT_MS })
  app.addHook('onRequest', requireRole(...BATCH_ROLES))
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())

  app.get<{ Params: UserBatchPath }>(
    '/api/user-batches/:id/events',
    {
      sse: 'only',
      config: { isBackground: true },
      schema: {
        operationId: 'watchUserBatch',
        summary: 'Events `progress`, each with the batch as it is; ends when the batch does',
        security: byCaller(BATCHES_APP_ROLE),
        params: UserBatchPath,
        response: {
          200: {
            description: 'Server-Sent Events.',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { caller } = request
      const tenantId = caller.entra?.tenantId ?? ''
      const gone = new AbortController()
      const signal = AbortSignal.any([gone.signal, closing.signal])
      if (!(await readBatch(store.db, { id, tenantId }))) {
        throw new AppError('not_found', { detail: 'There is no such batch.' })
      }
      reply.sse.onClose(() => gone.abort())
      await reply.sse.send(watch())

      async function* watch() {
        let last: UserBatch | undefined
        while (!signal.aborted) {
          // Whoever would be let in no more sees nothing more.
          if (!(await caller.isAlive())) return
          const batch = await readBatch(store.db, { id, tenantId })
          const [shown] = batch ? await toUserBatches(context, [batch]) : []
          if (!shown) return
          if (!isDeepStrictEqual(shown, last)) yield { event: 'progress', data: shown }
          last = shown
          if (shown.finishedAt !== null) return
          await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
        }
      }
    },
  )
}
