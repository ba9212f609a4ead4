import { ListUsersQuery, type UserDetail, type UserPage, UserPath } from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { AppContext } from '../context.ts'
import { getDirectoryUser, listDirectoryUsers, USERS_SCOPES } from '../directory/directory-users.ts'
import { withGraph } from '../directory/graph-for-session.ts'
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
      return withGraph(graph, session, USERS_SCOPES, (as) =>
        listDirectoryUsers(as, request.query, now()),
      )
    },
  )

  app.get<{ Params: UserPath }>(
    '/api/users/:id',
    {
      schema: {
        operationId: 'getUser',
        summary: 'One person of the directory',
        security: bySession,
        params: UserPath,
        response: { 200: Type.Unsafe<UserDetail>(Type.Ref('UserDetail')), ...problemResponses },
      },
    },
    async (request): Promise<UserDetail> => {
      const session = toSessionHandle(request, request.signedIn)
      return withGraph(graph, session, USERS_SCOPES, (as) =>
        getDirectoryUser(as, request.params.id),
      )
    },
  )
}
