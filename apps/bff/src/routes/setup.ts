import type { Setup } from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { toRoles } from '../accounts/role-grants.ts'
import { AppError } from '../app-error.ts'
import type { CredentialFacts } from '../auth/client-credential.ts'
import type { AppContext } from '../context.ts'
import { toSessionHandle } from '../plugins/session.ts'
import { readSetup } from '../setup/read-setup.ts'
import { bySession, problemResponses } from './problem-responses.ts'

export async function setupRoutes(app: FastifyInstance, context: AppContext) {
  const { config, store, graph, appTokens, clientCredential, now } = context
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
      return readSetup({
        db: store.db,
        tenantId: entra.tenantId,
        credential: toCredential(clientCredential.describe()),
        signInScopes: config.scopes,
        getFreshToken: ({ kind, name }) =>
          kind === 'application'
            ? appTokens.getAppToken({ resource: graph.resource, fresh: true })
            : graph.accessTokens.renewAccessToken({
                session,
                resource: graph.resource,
                scopes: [name],
              }),
        graph,
        now,
      })
    },
  )
}

function toCredential(facts: CredentialFacts): Setup['credential'] {
  if (facts.kind === 'secret') {
    // Entra tells nobody but the registration's owners when a secret ends.
    return { kind: 'secret', thumbprint: null, expiresAt: null, daysLeft: null, state: 'ok' }
  }
  const { kind, thumbprint, notAfter, daysLeft, state } = facts
  return { kind, thumbprint, expiresAt: notAfter.toISOString(), daysLeft, state }
}
