import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { getEndSessionUrl } from '../auth/end-session-url.ts'
import { toSignedOutUri } from '../config/redirect-uris.ts'
import type { AppContext } from '../context.ts'
import { toCookieName, toCookieOptions } from '../plugins/session.ts'
import { byAnybody, problemResponses } from './problem-responses.ts'

const signedOut = Type.Object(
  { logoutUrl: Type.String({ description: 'Where the browser goes next.' }) },
  {
    description: 'Signed out here; the address signs out of the organisation too.',
    examples: [{ logoutUrl: 'https://login.microsoftonline.com/…/oauth2/v2.0/logout?…' }],
  },
)

export async function authLogoutRoutes(app: FastifyInstance, context: AppContext) {
  const { config, authority, metrics } = context
  app.post(
    '/auth/logout',
    {
      schema: {
        operationId: 'endSession',
        summary: 'Ends the session; open `logoutUrl` next',
        security: byAnybody,
        response: { 200: signedOut, ...problemResponses },
      },
    },
    async (request, reply): Promise<{ logoutUrl: string }> => {
      const { current } = request.session
      const loginHint = current?.loginHint ?? null
      const returnTo = toSignedOutUri(config)
      // Our own session first: nothing at the authority can keep a person signed in here.
      await request.session.destroy()
      if (current) metrics.sessionsEnded.inc({ reason: 'sign_out' })
      reply.clearCookie(toCookieName(config.appOrigin), toCookieOptions(config.appOrigin))
      // Who came by password was never signed in there, or is for other reasons than ours.
      if (current?.door === 'local') return { logoutUrl: returnTo }
      const logoutUrl = await getEndSessionUrl(authority, { returnTo, loginHint }).catch(
        (error: unknown) => {
          request.log.warn({ err: error }, 'signed out here, not at the authority')
          return returnTo
        },
      )
      return { logoutUrl }
    },
  )
}
