import { ListUsersQuery, type UserDetail, type UserPage, UserPath } from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { AppContext } from '../context.ts'
import { getDirectoryUser, listDirectoryUsers, USERS_SCOPES } from '../directory/directory-users.ts'
import { withGraph } from '../directory/with-graph.ts'
import { byCaller, problemResponses } from './problem-responses.ts'

export async function usersRoutes(app: FastifyInstance, { graph, now }: AppContext) {
  app.get<{ Querystring: ListUsersQuery }>(
    '/api/users',
    {
      schema: {
        operationId: 'listUsers',
        summary: 'The people of the directory, page by page',
        security: byCaller('Directory.Read'),
        querystring: ListUsersQuery,
        response: { 200: Type.Unsafe<UserPage>(Type.Ref('UserPage')), ...problemResponses },
      },
    },
    async ({ caller, query }): Promise<UserPage> =>
      withGraph(graph, caller.graphTokens, USERS_SCOPES, (as) =>
        listDirectoryUsers(as, query, now()),
      ),
  )

  app.get<{ Params: UserPath }>(
    '/api/users/:id',
    {
      schema: {
        operationId: 'getUser',
        summary: 'One person of the directory',
        security: byCaller('Directory.Read'),
        params: UserPath,
        response: { 200: Type.Unsafe<UserDetail>(Type.Ref('UserDetail')), ...problemResponses },
      },
    },
    async ({ caller, params }): Promise<UserDetail> =>
      withGraph(graph, caller.graphTokens, USERS_SCOPES, (as) => getDirectoryUser(as, params.id)),
  )
}
