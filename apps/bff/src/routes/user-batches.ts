import {
  IdempotencyHeaders,
  ListUserBatchesQuery,
  ListUserBatchItemsQuery,
  type UserBatch,
  UserBatchCsvQuery,
  type UserBatchItemPage,
  type UserBatchPage,
  UserBatchPath,
  UserBatchRequest,
} from '@vestibule/contract'
import { type Batch, type BatchItem, listBatches, listItems } from '@vestibule/store'
import { parseUserCsv } from '@vestibule/user-list'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../app-error.ts'
import { acceptRequest, BATCH_ROLES, BATCHES_APP_ROLE } from '../batches/accept-batch.ts'
import { changesAccounts, toBatchRequest } from '../batches/to-batch-request.ts'
import type { AppContext } from '../context.ts'
import { requireRecentSignIn } from '../plugins/require-recent-sign-in.ts'
import { requireRole } from '../plugins/require-role.ts'
import { getBatch, getUserBatch } from './batch-of-request.ts'
import { byCaller, problemResponses } from './problem-responses.ts'
import { toItemsCsv } from './to-items-csv.ts'
import { toUserBatches, toUserBatchItem } from './to-user-batch.ts'

const BODY_LIMIT = 4 * 1024 * 1024
const DEFAULT_TOP = { batches: 50, items: 100 }
const ITEMS_AT_ONCE = 1000

const accepted = {
  202: Type.Unsafe<UserBatch>(Type.Ref('UserBatch')),
  ...problemResponses,
}

/** Many accounts at once: asked for here, done by `batches/batch-runner.ts`. */
export async function userBatchesRoutes(app: FastifyInstance, context: AppContext) {
  const { config, store } = context
  const requireRecent = requireRecentSignIn(context)
  app.addHook('onRequest', requireRole(...BATCH_ROLES))
  app.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )

  app.post<{
    Body: UserBatchRequest | string
    Querystring: UserBatchCsvQuery
    Headers: IdempotencyHeaders
  }>(
    '/api/user-batches',
    {
      bodyLimit: BODY_LIMIT,
      // Changing accounts is grave; looking at them is not.
      preHandler: (request, reply, done) =>
        changesAccounts({ dryRun: false, ...toBody(request) })
          ? requireRecent(request, reply, done)
          : done(),
      schema: {
        operationId: 'createUserBatch',
        summary: 'Looks up, disables or enables many accounts, one after the other and to the end',
        description:
          'Answers at once; the server goes on whether or not anybody watches. `text/csv` is taken as well, with the rest in the query.',
        security: byCaller(BATCHES_APP_ROLE),
        headers: IdempotencyHeaders,
        querystring: UserBatchCsvQuery,
        body: {
          content: {
            'application/json': { schema: UserBatchRequest },
            'text/csv': { schema: Type.String() },
          },
        },
        response: accepted,
      },
    },
    async (request, reply) => {
      const batchRequest = toBatchRequest(toBody(request), config.batches.maxItems)
      const key = request.headers['idempotency-key']
      const id = await acceptRequest(context, request.caller, batchRequest, key)
      return reply.code(202).send(await getUserBatch(context, request, id))
    },
  )

  app.get<{ Querystring: ListUserBatchesQuery }>(
    '/api/user-batches',
    {
      config: { isBackground: true },
      schema: {
        operationId: 'listUserBatches',
        summary: 'The organisation’s batches, the newest first',
        security: byCaller(BATCHES_APP_ROLE),
        querystring: ListUserBatchesQuery,
        response: {
          200: Type.Unsafe<UserBatchPage>(Type.Ref('UserBatchPage')),
          ...problemResponses,
        },
      },
    },
    async ({ caller, query }): Promise<UserBatchPage> => {
      const { top = DEFAULT_TOP.batches, cursor } = query
      const tenantId = caller.entra?.tenantId ?? ''
      const before = cursor === undefined ? undefined : fromCursor(cursor)
      const batches = await listBatches(store.db, { tenantId, before, top })
      const last = batches.length === top ? batches.at(-1) : undefined
      return {
        items: await toUserBatches(context, batches),
        nextCursor: last ? toCursor(last) : null,
      }
    },
  )

  app.get<{ Params: UserBatchPath }>(
    '/api/user-batches/:id',
    {
      config: { isBackground: true },
      schema: {
        operationId: 'getUserBatch',
        summary: 'How far a batch has come',
        security: byCaller(BATCHES_APP_ROLE),
        params: UserBatchPath,
        response: { 200: Type.Unsafe<UserBatch>(Type.Ref('UserBatch')), ...problemResponses },
      },
    },
    async (request): Promise<UserBatch> => getUserBatch(context, request, request.params.id),
  )

  app.get<{ Params: UserBatchPath; Querystring: ListUserBatchItemsQuery }>(
    '/api/user-batches/:id/items',
    {
      config: { isBackground: true },
      schema: {
        operationId: 'listUserBatchItems',
        summary: 'The accounts of a batch; all of them as CSV for `Accept: text/csv`',
        security: byCaller(BATCHES_APP_ROLE),
        params: UserBatchPath,
        querystring: ListUserBatchItemsQuery,
        response: {
          200: {
            description: 'In the order of their lines.',
            content: {
              'application/json': {
                schema: Type.Unsafe<UserBatchItemPage>(Type.Ref('UserBatchItemPage')),
              },
              'text/csv': { schema: Type.String() },
            },
          },
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const batch = await getBatch(context, request, request.params.id)
      const { outcome, top = DEFAULT_TOP.items, cursor } = request.query
      const outcomes = outcome?.map((name) => (name === 'pending' ? null : name))
      if (request.headers.accept?.includes('text/csv')) {
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="batch-${batch.id}.csv"`)
          .send(toItemsCsv(await listAllItems(batch.id, outcomes)))
      }
      const afterLine = Number(cursor ?? 0) || 0
      const items = await listItems(store.db, { batchId: batch.id, outcomes, afterLine, top })
      const last = items.length === top ? items.at(-1) : undefined
      const page: UserBatchItemPage = {
        items: items.map(toUserBatchItem),
        nextCursor: last ? String(last.line) : null,
      }
      return page
    },
  )

  async function listAllItems(
    batchId: string,
    outcomes: Parameters<typeof listItems>[1]['outcomes'],
  ) {
    const items: BatchItem[] = []
    for (;;) {
      const afterLine = items.at(-1)?.line ?? 0
      const page = await listItems(store.db, { batchId, outcomes, afterLine, top: ITEMS_AT_ONCE })
      items.push(...page)
      if (page.length < ITEMS_AT_ONCE) return items
    }
  }
}

/** A CSV body with the rest in the query is the same request as JSON. */
function toBody(request: {
  /** Nothing where nothing was sent: where several types may come, Fastify checks none. */
  body: UserBatchRequest | string | undefined
  query: UserBatchCsvQuery
}): UserBatchRequest {
  const { body, query } = request
  if (body === undefined) {
    const message = 'The request has no body.'
    throw new AppError('invalid_request', { detail: message, errors: [{ path: '', message }] })
  }
  if (typeof body !== 'string') return body
  if (!query.action) {
    const message = 'With text/csv, `action` stands in the query.'
    throw new AppError('invalid_request', {
      detail: message,
      errors: [{ path: '/action', message }],
    })
  }
  const { entries, problems } = parseUserCsv(body)
  const users = [...entries, ...problems]
    .toSorted((a, b) => a.line - b.line)
    .map(({ input }) => input)
  return { ...query, action: query.action, users }
}

function toCursor({ createdAt, id }: Batch): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url')
}

function fromCursor(cursor: string): { createdAt: string; id: string } {
  const text = Buffer.from(cursor, 'base64url').toString()
  const { createdAt, id } = /^(?<createdAt>[\dTZ:.-]+) (?<id>[\w-]+)$/.exec(text)?.groups ?? {}
  if (createdAt && id) return { createdAt, id }
  const errors = [{ path: 'cursor', message: 'This is not a cursor of ours.' }]
  throw new AppError('invalid_request', { detail: 'This is not a cursor of ours.', errors })
}
