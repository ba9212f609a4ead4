import {
  type SignInActivity,
  type UserMemberships,
  type UserNeighbours,
  UserNeighboursQuery,
  UserPath,
  type UsersSummary,
} from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { AppContext } from '../context.ts'
import { USERS_SCOPES } from '../directory/directory-sights.ts'
import {
  countDirectory,
  getMemberships,
  getSignInActivity,
  MEMBERSHIPS_SCOPES,
  SIGN_INS_SCOPES,
} from '../directory/user-insights.ts'
import { withGraph, withGraphOrLess } from '../directory/with-graph.ts'
import { chooseSource } from '../mirror/choose-source.ts'
import { NOWHERE, readNeighbours, summarize } from '../mirror/mirrored-people.ts'
import { toAbsence } from '../mirror/to-absence.ts'
import { byCaller, problemResponses } from './problem-responses.ts'

/** What can be told of people beyond the list and their own entry in it. */
export async function userInsightsRoutes(app: FastifyInstance, context: AppContext) {
  const { config, graph, store, now } = context

  app.get(
    '/api/users/summary',
    {
      schema: {
        operationId: 'summarizeUsers',
        summary: 'How many people there are, by what tells them apart',
        security: byCaller('Directory.Read'),
        response: { 200: Type.Unsafe<UsersSummary>(Type.Ref('UsersSummary')), ...problemResponses },
      },
    },
    async ({ caller }): Promise<UsersSummary> => {
      const view = await chooseSource(context, caller)
      if (view) return summarize(store.db, view)
      return withGraph(graph, caller.graphTokens, USERS_SCOPES, (as) => countDirectory(as, now()))
    },
  )

  app.get<{ Params: UserPath; Querystring: UserNeighboursQuery }>(
    '/api/users/:id/neighbours',
    {
      schema: {
        operationId: 'getUserNeighbours',
        summary: 'Where somebody stands in a list, and who is beside them',
        security: byCaller('Directory.Read'),
        params: UserPath,
        querystring: UserNeighboursQuery,
        response: {
          200: Type.Unsafe<UserNeighbours>(Type.Ref('UserNeighbours')),
          ...problemResponses,
        },
      },
    },
    async ({ caller, params, query }): Promise<UserNeighbours> => {
      const view = await chooseSource(context, caller, { source: query.source })
      return view ? readNeighbours(store.db, view, { ...query, id: params.id }) : NOWHERE
    },
  )

  app.get<{ Params: UserPath }>(
    '/api/users/:id/memberships',
    {
      schema: {
        operationId: 'getUserMemberships',
        summary: 'The groups, directory roles and licences of somebody',
        security: byCaller('Directory.Read'),
        params: UserPath,
        response: {
          200: Type.Unsafe<UserMemberships>(Type.Ref('UserMemberships')),
          ...problemResponses,
        },
      },
    },
    async ({ caller, params }): Promise<UserMemberships> =>
      withGraphOrLess(graph, caller.graphTokens, MEMBERSHIPS_SCOPES, (as) =>
        getMemberships(as, params.id),
      ).catch(async (error: unknown) => {
        throw await toAbsence(context, caller, { id: params.id, error })
      }),
  )

  if (!config.features.has('sign-ins')) return
  app.get<{ Params: UserPath }>(
    '/api/users/:id/sign-in-activity',
    {
      schema: {
        operationId: 'getSignInActivity',
        summary: 'When somebody signed in last, anywhere in the organisation',
        security: byCaller('Directory.Read'),
        params: UserPath,
        response: {
          200: Type.Unsafe<SignInActivity>(Type.Ref('SignInActivity')),
          ...problemResponses,
        },
      },
    },
    async ({ caller, params }): Promise<SignInActivity> =>
      withGraph(graph, caller.graphTokens, SIGN_INS_SCOPES, (as) =>
        getSignInActivity(as, params.id),
      ),
  )
}
