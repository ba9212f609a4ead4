import { randomUUID } from 'node:crypto'
import {
  NewSavedView,
  type SavedView,
  type SavedViewPage,
  SavedViewPath,
} from '@vestibule/contract'
import {
  createSavedView,
  deleteSavedView,
  listSavedViews,
  type SavedView as StoredView,
} from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import { byCaller, problemResponses } from './problem-responses.ts'

/** Lists of people as somebody wants to come back to them. */
export async function viewsRoutes(app: FastifyInstance, { store, now }: AppContext) {
  app.get(
    '/api/views',
    {
      schema: {
        operationId: 'listViews',
        summary: 'One’s own saved views and those that are shared',
        security: byCaller(),
        response: {
          200: Type.Unsafe<SavedViewPage>(Type.Ref('SavedViewPage')),
          ...problemResponses,
        },
      },
    },
    async ({ caller }): Promise<SavedViewPage> => {
      const personId = caller.person.id
      const views = await listSavedViews(store.db, {
        tenantId: caller.entra?.tenantId ?? '',
        personId,
      })
      return { items: views.map((view) => toView(view, personId)), nextCursor: null }
    },
  )

  app.post<{ Body: NewSavedView }>(
    '/api/views',
    {
      schema: {
        operationId: 'createView',
        summary: 'Saves a view',
        security: byCaller(),
        body: NewSavedView,
        response: { 201: Type.Unsafe<SavedView>(Type.Ref('SavedView')), ...problemResponses },
      },
    },
    async ({ caller, body }, reply) => {
      const { name, query, isShared = false } = body
      const view = {
        id: randomUUID(),
        name: name.trim(),
        query,
        isShared,
        ownerId: caller.person.id,
        createdAt: now().toISOString(),
      }
      const tenantId = caller.entra?.tenantId ?? ''
      const outcome = await createSavedView(store.db, { ...view, tenantId })
      if (outcome !== 'created') throw new AppError('conflict', { detail: REFUSALS[outcome] })
      return reply.code(201).send(toView(view, view.ownerId))
    },
  )

  app.delete<{ Params: SavedViewPath }>(
    '/api/views/:id',
    {
      schema: {
        operationId: 'deleteView',
        summary: 'Deletes a view of one’s own',
        security: byCaller(),
        params: SavedViewPath,
        response: { 204: Type.Null({ description: 'It is gone.' }), ...problemResponses },
      },
    },
    async ({ caller, params }, reply) => {
      const tenantId = caller.entra?.tenantId ?? ''
      const wanted = { tenantId, personId: caller.person.id, id: params.id }
      if (!(await deleteSavedView(store.db, wanted))) throw new AppError('not_found')
      return reply.code(204).send()
    },
  )
}

const REFUSALS = {
  name_taken: 'You have a view of this name.',
  too_many: 'You have a hundred views, which is all there can be: delete one first.',
}

function toView({ ownerId, ...view }: StoredView, personId: string): SavedView {
  return { ...view, isMine: ownerId === personId }
}
