import type { TokenClaims } from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../app-error.ts'
import { toMeaning } from '../auth/claim-meanings.ts'
import type { AppContext } from '../context.ts'
import { toSessionHandle } from '../plugins/session.ts'
import { bySession, problemResponses } from './problem-responses.ts'

export async function tokenClaimsRoutes(app: FastifyInstance, { vault }: AppContext) {
  app.get(
    '/api/token-claims',
    {
      schema: {
        operationId: 'getTokenClaims',
        summary: 'What the person’s tokens say; never a token',
        security: bySession,
        response: { 200: Type.Unsafe<TokenClaims>(Type.Ref('TokenClaims')), ...problemResponses },
      },
    },
    async (request): Promise<TokenClaims> => {
      const session = toSessionHandle(request, request.signedIn)
      const claims = await vault.readIdTokenClaims(session)
      if (!claims) throw new AppError('session_expired')
      const accessTokens = await vault.listAccessTokens(session)
      return {
        idToken: {
          claims: Object.entries(claims).map(([name, value]) => ({
            name,
            value,
            meaning: toMeaning(name),
          })),
          issuedAt: fromEpoch(claims.iat),
          expiresAt: fromEpoch(claims.exp),
        },
        accessTokens: accessTokens.map(({ resource, scopes, expiresAt }) => ({
          resource,
          scopes,
          expiresAt: expiresAt.toISOString(),
        })),
      }
    },
  )
}

/** JWT times are seconds since 1970 (RFC 7519, NumericDate). */
function fromEpoch(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
