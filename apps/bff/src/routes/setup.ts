import type { Setup } from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { toRoles } from '../accounts/role-grants.ts'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import { toSessionHandle } from '../plugins/session.ts'
import { readSetup } from '../setup/read-setup.ts'
import { bySession, problemResponses } from './problem-responses.ts'

export async function setupRoutes(app: FastifyInstance, context: AppContext) {
  const { graph, vault } = context
  app.get(
    '/api/setup',
    {
      schema: {
        operationId: 'getSetup',
        summary: 'What each feature needs of the organisation, proved by calls just made',
        security: bySession,
        response: { 200: Type.Unsafe<Setup>(Type.Ref('Setup')), ...problemResponses },
      },
    },
    async (request): Promise<Setup> => {
      const { entra } = request.signedIn
      if (!entra || !toRoles(entra.roleGrants).includes('Admin')) {
        throw new AppError('forbidden', { detail: 'Only an administrator may see the set-up.' })
      }
      const session = toSessionHandle(request, request.signedIn)
      return readSetup(context, {
        tenantId: entra.tenantId,
        getDelegatedToken: (permission) =>
          graph.accessTokens.renewAccessToken({
            session,
            resource: graph.resource,
            scopes: [permission],
          }),
        // That it answers is shown by the session itself.
        checkDatabase: async () =>
          (await vault.checkKeys())
            ? { outcome: 'passed' }
            : { outcome: 'failed', reason: 'database_keys_differ' },
      })
    },
  )
}
