import { ListUsersQuery, type UserPage } from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { AppContext } from '../context.ts'
import { withGraph } from '../directory/graph-for-session.ts'
import { LIST_USERS_SCOPES, listDirectoryUsers } from '../directory/list-directory-users.ts'
import { toSessionHandle } from '../plugins/session.ts'
import { bySession, problemResponses } from './problem-responses.ts'

export async function usersRoutes(app: FastifyInstance, { graph, now }: AppContext) {
  app.get<{ Querystring: ListUsersQuery }>(
    '/api/users',
    {
      schema: {
        operationId: 'listUsers',
        summary: 'The people of the directory, page by page',
        security: bySession,
        querystring: ListUsersQuery,
        response: { 200: Type.Unsafe<UserPage>(Type.Ref('UserPage')), ...problemResponses },
      },
    },
    async (request): Promise<UserPage> => {
      const session = toSessionHandle(request, request.signedIn)
      return withGraph(graph, session, LIST_USERS_SCOPES, (as) =>
        listDirectoryUsers(as, request.query, now()),
      )
    },
  )
}
