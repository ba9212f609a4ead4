import { EndSessionsQuery, type SessionPage, SessionPath } from '@vestibule/contract'
import {
  endOtherSessions,
  endSessionOfPerson,
  type ListedSession,
  listLiveSessions,
} from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import { requireRecentSignIn } from '../plugins/require-recent-sign-in.ts'
import { toCookieName, toCookieOptions } from '../plugins/session.ts'
import { idleSince } from '../session-limits.ts'
import { bySession, problemResponses } from './problem-responses.ts'

export async function sessionsRoutes(app: FastifyInstance, context: AppContext) {
  const { config, store, metrics, now } = context
  app.get(
    '/api/sessions',
    {
      schema: {
        operationId: 'listSessions',
        summary: 'Where the person is signed in, this session first',
        security: bySession,
        response: { 200: Type.Unsafe<SessionPage>(Type.Ref('SessionPage')), ...problemResponses },
      },
    },
    async ({ signedIn }): Promise<SessionPage> => {
      const at = now()
      const limits = { now: at.toISOString(), idleSince: idleSince(config, at) }
      const listed = await listLiveSessions(store.db, signedIn.person.id, limits)
      return { items: toItems(listed, signedIn.id), nextCursor: null }
    },
  )

  app.delete<{ Params: SessionPath }>(
    '/api/sessions/:id',
    {
      schema: {
        operationId: 'endSessionById',
        summary: 'Ends one of the person’s sessions, at once',
        security: bySession,
        params: SessionPath,
        response: {
          204: { description: 'It has ended, and its tokens are deleted.', type: 'null' },
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { signedIn } = request
      if (id === signedIn.id) {
        await request.session.destroy()
        metrics.sessionsEnded.inc({ reason: 'sign_out' })
        reply.clearCookie(toCookieName(config.appOrigin), toCookieOptions(config.appOrigin))
        return reply.code(204).send()
      }
      const named = { id, personId: signedIn.person.id }
      // Another person's is not there either: a refusal of its own would tell that it exists.
      if (!(await endSessionOfPerson(store.db, named, now().toISOString()))) {
        throw new AppError('not_found', { detail: 'You have no such session.' })
      }
      metrics.sessionsEnded.inc({ reason: 'others' })
      return reply.code(204).send()
    },
  )

  app.delete<{ Querystring: EndSessionsQuery }>(
    '/api/sessions',
    {
      // Whoever got hold of a session must not be able to put the person themselves out.
      onRequest: requireRecentSignIn(context),
      schema: {
        operationId: 'endOtherSessions',
        summary: 'Ends all of the person’s sessions but this one, at once',
        security: bySession,
        querystring: EndSessionsQuery,
        response: {
          204: { description: 'They have ended, and their tokens are deleted.', type: 'null' },
          ...problemResponses,
        },
      },
    },
    async ({ signedIn }, reply) => {
      const others = { personId: signedIn.person.id, exceptId: signedIn.id }
      const ended = await endOtherSessions(store.db, others, now().toISOString())
      metrics.sessionsEnded.inc({ reason: 'others' }, ended)
      return reply.code(204).send()
    },
  )
}

function toItems(listed: readonly ListedSession[], currentId: string): SessionPage['items'] {
  return listed
    .map((session) => ({ ...session, isCurrent: session.id === currentId }))
    .toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent))
}
