import type { TokenClaims } from '@vestibule/contract'
import type { Session } from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import type { JWTPayload } from 'jose'
import { Type } from 'typebox'
import type { Caller } from '../accounts/caller.ts'
import { AppError } from '../app-error.ts'
import type { KnownNames } from '../auth/claim-names/read-claim-names.ts'
import { describeClaims } from '../auth/describe-claims.ts'
import { listTokenChecks, toInstant } from '../auth/list-token-checks.ts'
import type { SignInProof } from '../auth/sign-in-proof.ts'
import type { AppContext } from '../context.ts'
import { toSessionHandle } from '../plugins/session.ts'
import { negotiateLanguage } from './negotiate-language.ts'
import { API_APP_ROLES, byCaller, problemResponses } from './problem-responses.ts'

export async function tokenClaimsRoutes(app: FastifyInstance, { vault }: AppContext) {
  app.get(
    '/api/token-claims',
    {
      schema: {
        operationId: 'getTokenClaims',
        summary: 'What the caller’s tokens say; never a token',
        description: 'Meanings and names are in English or French, as `Accept-Language` wishes.',
        security: byCaller(...API_APP_ROLES),
        response: { 200: Type.Unsafe<TokenClaims>(Type.Ref('TokenClaims')), ...problemResponses },
      },
    },
    async (request, reply): Promise<TokenClaims> => {
      const { caller } = request
      const language = negotiateLanguage(request.headers['accept-language'])
      reply.header('content-language', language)
      // Beside what CORS may have put there.
      reply.header('vary', [reply.getHeader('vary') ?? [], 'Accept-Language'].flat().join(', '))
      if (caller.claims) {
        const { claims } = caller
        return {
          idToken: null,
          accessToken: {
            claims: describeClaims(claims, toBearerNames(caller, claims), language),
            issuedAt: toInstant(claims.iat ?? 0),
            expiresAt: toInstant(claims.exp ?? 0),
          },
          accessTokens: [],
        }
      }
      const session = toSessionHandle(request, request.signedIn)
      const facts = await vault.readIdToken(session)
      if (!facts) throw new AppError('session_expired')
      const accessTokens = await vault.listAccessTokens(session)
      const { claims, proof } = facts
      return {
        idToken: {
          claims: describeClaims(claims, toKnownNames(request.signedIn, proof), language),
          issuedAt: toInstant(claims.iat),
          expiresAt: toInstant(claims.exp),
          validation: listTokenChecks(facts),
          checkedAt: proof.checkedAt,
        },
        accessToken: null,
        accessTokens: accessTokens.map(({ resource, scopes, expiresAt }) => ({
          resource,
          scopes,
          expiresAt: expiresAt.toISOString(),
        })),
      }
    },
  )
}

function toBearerNames({ person, entra }: Caller, claims: JWTPayload): KnownNames {
  return {
    clientId: [claims.aud].flat()[0] ?? '',
    issuer: claims.iss ?? '',
    person: { objectId: entra?.objectId ?? '', name: person.displayName },
    organization: { tenantId: entra?.tenantId ?? '', name: entra?.organizationName ?? null },
  }
}

function toKnownNames({ person, entra }: Session, proof: SignInProof): KnownNames {
  return {
    clientId: proof.audience,
    issuer: proof.issuer,
    person: { objectId: entra?.objectId ?? '', name: person.displayName },
    organization: { tenantId: proof.tenantId, name: entra?.organizationName ?? null },
  }
}
