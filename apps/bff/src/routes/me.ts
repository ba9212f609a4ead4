import type { Me } from '@vestibule/contract'
import type { Session } from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { toRoles } from '../accounts/role-grants.ts'
import type { AppConfig } from '../config/config.ts'
import type { AppContext } from '../context.ts'
import { toIdleExpiry } from '../session-limits.ts'
import { bySession, problemResponses } from './problem-responses.ts'

export async function meRoutes(app: FastifyInstance, { config }: AppContext) {
  app.get(
    '/api/me',
    {
      schema: {
        operationId: 'getMe',
        summary: 'The signed-in person',
        security: bySession,
        response: { 200: Type.Unsafe<Me>(Type.Ref('Me')), ...problemResponses },
      },
    },
    async ({ signedIn }): Promise<Me> => toMe(signedIn, config),
  )
}

function toMe(session: Session, config: AppConfig): Me {
  const { person, entra } = session
  return {
    id: person.id,
    kind: 'entra',
    displayName: person.displayName,
    email: person.email,
    roles: toRoles(entra?.roleGrants ?? []),
    roleGrants: entra?.roleGrants ?? [],
    entra: entra && {
      objectId: entra.objectId,
      tenantId: entra.tenantId,
      userPrincipalName: entra.userPrincipalName,
      mail: entra.mail,
      givenName: entra.givenName,
      surname: entra.surname,
      jobTitle: entra.jobTitle,
      organization: { id: entra.tenantId, displayName: entra.organizationName },
    },
    local: null,
    photoUrl: entra?.hasPhoto ? '/api/me/photo' : null,
    preferences: person.preferences,
    session: {
      createdAt: session.createdAt,
      idleExpiresAt: toIdleExpiry(config, session),
      expiresAt: session.expiresAt,
    },
  }
}
