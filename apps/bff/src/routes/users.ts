import { ListUsersQuery, type UserDetail, type UserPage, UserPath } from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { AppContext } from '../context.ts'
import { withPeople } from '../directory/directory-sights.ts'
import { getDirectoryUser, listDirectoryUsers } from '../directory/directory-users.ts'
import { chooseSource } from '../mirror/choose-source.ts'
import { listMirroredUsers } from '../mirror/mirrored-people.ts'
import { toAbsence } from '../mirror/to-absence.ts'
import { byCaller, problemResponses } from './problem-responses.ts'

export async function usersRoutes(app: FastifyInstance, context: AppContext) {
  const { graph, store, now } = context

  app.get<{ Querystring: ListUsersQuery }>(
    '/api/users',
    {
      schema: {
        operationId: 'listUsers',
        summary: 'The people of the directory, page by page',
        description:
          'From the copy that is kept here, where there is one: `asOf` says of when it is. Whoever may not list people at Microsoft sees nobody here either.',
        security: byCaller('Directory.Read'),
        querystring: ListUsersQuery,
        response: { 200: Type.Unsafe<UserPage>(Type.Ref('UserPage')), ...problemResponses },
      },
    },
    async ({ caller, query }): Promise<UserPage> => {
      const view = await chooseSource(context, caller, query)
      if (view) return listMirroredUsers(store.db, view, query)
      return withPeople(graph, caller.graphTokens, (as) => listDirectoryUsers(as, query, now()))
    },
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
      withPeople(graph, caller.graphTokens, (as) => getDirectoryUser(as, params.id)).catch(
        async (error: unknown) => {
          throw await toAbsence(context, caller, { id: params.id, error })
        },
      ),
  )
}
