import { type AuditEventPage, ListAuditEventsQuery } from '@vestibule/contract'
import { listAuditEvents } from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { AppContext } from '../context.ts'
import { requireRole } from '../plugins/require-role.ts'
import { byCaller, problemResponses } from './problem-responses.ts'

const DEFAULT_TOP = 100

export async function auditEventsRoutes(app: FastifyInstance, { store }: AppContext) {
  app.get<{ Querystring: ListAuditEventsQuery }>(
    '/api/audit-events',
    {
      onRequest: requireRole('Admin'),
      schema: {
        operationId: 'listAuditEvents',
        summary: 'Who did what to whom, when and why; the newest first',
        security: byCaller(),
        querystring: ListAuditEventsQuery,
        response: {
          200: Type.Unsafe<AuditEventPage>(Type.Ref('AuditEventPage')),
          ...problemResponses,
        },
      },
    },
    async ({ caller, query }): Promise<AuditEventPage> => {
      const { top = DEFAULT_TOP, cursor, target } = query
      const events = await listAuditEvents(store.db, {
        tenantId: caller.entra?.tenantId ?? '',
        targetId: target,
        before: cursor === undefined ? undefined : Number(cursor),
        top,
      })
      const last = events.length === top ? events.at(-1) : undefined
      return {
        items: events.map(({ tenantId: _tenant, ...event }) => event),
        nextCursor: last ? String(last.sequence) : null,
      }
    },
  )
}
