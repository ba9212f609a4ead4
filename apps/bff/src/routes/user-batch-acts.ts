import { type UserBatch, UserBatchPath } from '@vestibule/contract'
import { requestCancel } from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../app-error.ts'
import { BATCH_ROLES, BATCHES_APP_ROLE, toBatchActor } from '../batches/accept-batch.ts'
import { toBatchEvent } from '../batches/audit-batch.ts'
import { toBatchScopes } from '../batches/batch-scopes.ts'
import { retryBatch, undoBatch } from '../batches/follow-batch.ts'
import { resume } from '../batches/resume-batches.ts'
import type { AppContext } from '../context.ts'
import { requireRecentSignIn } from '../plugins/require-recent-sign-in.ts'
import { requireRole } from '../plugins/require-role.ts'
import { getBatch, getUserBatch } from './batch-of-request.ts'
import { byCaller, problemResponses } from './problem-responses.ts'

const accepted = { 202: Type.Unsafe<UserBatch>(Type.Ref('UserBatch')), ...problemResponses }

/** What can be done with a batch that is there. */
export async function userBatchActsRoutes(app: FastifyInstance, context: AppContext) {
  const { store, batchRunner, now } = context
  app.addHook('onRequest', requireRole(...BATCH_ROLES))

  app.post<{ Params: UserBatchPath }>(
    '/api/user-batches/:id/cancel',
    {
      schema: {
        operationId: 'cancelUserBatch',
        summary: 'Stops a batch: what is done stays done',
        security: byCaller(BATCHES_APP_ROLE),
        params: UserBatchPath,
        response: accepted,
      },
    },
    async (request, reply) => {
      const batch = await getBatch(context, request, request.params.id)
      const at = now().toISOString()
      const event = { at, action: 'batch.cancel_requested', outcome: 'accepted' }
      const audit = toBatchEvent({ ...batch, actor: toBatchActor(request.caller) }, event)
      if (!(await requestCancel(store.db, { id: batch.id, at, audit }))) {
        throw new AppError('conflict', { detail: 'The batch has ended, or was stopped before.' })
      }
      batchRunner.kick()
      return reply.code(202).send(await getUserBatch(context, request, batch.id))
    },
  )

  app.post<{ Params: UserBatchPath }>(
    '/api/user-batches/:id/resume',
    {
      schema: {
        operationId: 'resumeUserBatch',
        summary: 'Lets a paused batch go on with the caller’s own sign-in',
        security: byCaller(BATCHES_APP_ROLE),
        params: UserBatchPath,
        response: accepted,
      },
    },
    async (request, reply) => {
      const batch = await getBatch(context, request, request.params.id)
      if (batch.actor.objectId !== request.caller.entra?.objectId) {
        throw new AppError('forbidden', {
          detail: 'It goes on as whoever asked for it: only they can resume it.',
        })
      }
      const taken = await request.caller.graphTokens.takeRefreshToken(toBatchScopes(batch))
      if (!taken || !(await resume(context, batch, taken.refreshToken))) {
        throw new AppError('conflict', { detail: 'The batch is not paused.' })
      }
      return reply.code(202).send(await getUserBatch(context, request, batch.id))
    },
  )

  for (const [act, summary, follow] of [
    ['undo', 'A new batch that takes back what a batch has changed', undoBatch],
    ['retry', 'A new batch of those that failed', retryBatch],
  ] as const) {
    app.post<{ Params: UserBatchPath }>(
      `/api/user-batches/:id/${act}`,
      {
        onRequest: requireRecentSignIn(context),
        schema: {
          operationId: `${act}UserBatch`,
          summary,
          security: byCaller(BATCHES_APP_ROLE),
          params: UserBatchPath,
          response: accepted,
        },
      },
      async (request, reply) => {
        const batch = await getBatch(context, request, request.params.id)
        const id = await follow(context, request.caller, batch)
        return reply.code(202).send(await getUserBatch(context, request, id))
      },
    )
  }
}
