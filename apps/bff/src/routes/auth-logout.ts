import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { getEndSessionUrl } from '../auth/end-session-url.ts'
import type { AppContext } from '../context.ts'
import { toCookieName, toCookieOptions } from '../plugins/session.ts'
import { problemResponses } from './problem-responses.ts'

export async function authLogoutRoutes(app: FastifyInstance, { config, authority }: AppContext) {
  app.post(
    '/auth/logout',
    {
      schema: {
        operationId: 'endSession',
        summary: 'Ends the session; open `logoutUrl` next',
        response: { 200: Type.Object({ logoutUrl: Type.String() }), ...problemResponses },
      },
    },
    async (request, reply): Promise<{ logoutUrl: string }> => {
      const { current } = request.session
      const loginHint = current?.loginHint ?? null
      const returnTo = `${config.webOrigin}/sign-in`
      // Our own session first: nothing at the authority can keep a person signed in here.
      await request.session.destroy()
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
