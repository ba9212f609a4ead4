import { type Me, type Preferences, PreferencesChange } from '@vestibule/contract'
import { savePreferences } from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { AppContext } from '../context.ts'
import { API_APP_ROLES, byCaller, bySession, problemResponses } from './problem-responses.ts'
import { toBearerMe, toMe } from './to-me.ts'

export async function meRoutes(app: FastifyInstance, context: AppContext) {
  const { config, store, now } = context
  app.get(
    '/api/me',
    {
      schema: {
        operationId: 'getMe',
        summary: 'The signed-in person',
        security: byCaller(...API_APP_ROLES),
        response: { 200: Type.Unsafe<Me>(Type.Ref('Me')), ...problemResponses },
      },
    },
    async ({ caller, signedIn }): Promise<Me> =>
      caller.kind === 'session' ? toMe(signedIn, config) : toBearerMe(caller),
  )

  app.patch<{ Body: PreferencesChange }>(
    '/api/me/preferences',
    {
      schema: {
        operationId: 'updatePreferences',
        summary: 'Changes how the person likes the pages',
        security: bySession,
        body: PreferencesChange,
        response: { 200: Type.Unsafe<Preferences>(Type.Ref('Preferences')), ...problemResponses },
      },
    },
    async ({ signedIn, body }): Promise<Preferences> =>
      savePreferences(store.db, signedIn.person.id, body, now().toISOString()),
  )
}
