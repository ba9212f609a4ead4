import type { FastifyInstance } from 'fastify'
import { decodeJwt } from 'jose'
import { noteRequest } from '../world/request-note.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import { isRegisteredRedirectUri } from './authorization-request.ts'
import { signOutOfBrowser } from './browser-session.ts'
import { listLogoutUrls } from './list-logout-urls.ts'
import { type Parameters, toParameters } from './parameters.ts'
import { sendSignedOutPage } from './send-signed-out-page.ts'
import { getTenantSegment } from './tenant-segment.ts'
import { isHintFor } from './token-parts.ts'

/** The client by `client_id`, or whom the ID token hint was for. */
function readClientId(parameters: Parameters): string | undefined {
  if (parameters.client_id !== undefined) return parameters.client_id.toLowerCase()
  try {
    const { aud } = decodeJwt(parameters.id_token_hint ?? '')
    return typeof aud === 'string' ? aud : undefined
  } catch {
    return undefined
  }
}

function isRegistered(world: World, parameters: Parameters, uri: string): boolean {
  const client = world.applications.get(readClientId(parameters) ?? '')
  const clients = client === undefined ? [...world.applications.values()] : [client]
  return clients.some((application) => isRegisteredRedirectUri(application, uri))
}

function readReturnUrl(world: World, parameters: Parameters): URL | undefined {
  const uri = parameters.post_logout_redirect_uri
  if (uri === undefined || !isRegistered(world, parameters, uri)) return undefined
  const url = new URL(uri)
  if (parameters.state !== undefined) url.searchParams.set('state', parameters.state)
  return url
}

/**
 * Ends single sign-on in this browser and tells the applications that were used; refresh tokens live on. The way
 * back must be a registered redirect URI: there is no list of its own for it.
 * https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#send-a-sign-out-request
 */
export function registerLogout(app: FastifyInstance, world: World): void {
  app.route<{ Params: { tenant: string } }>({
    method: ['GET', 'POST'],
    url: '/:tenant/oauth2/v2.0/logout',
    handler: (request, reply) => {
      getTenantSegment(world, request.params.tenant)
      const parameters = { ...toParameters(request.query), ...toParameters(request.body) }
      noteRequest(request, { client: readClientId(parameters) ?? null })
      const hint = parameters.logout_hint
      const isMeant = (user: User): boolean => !hint || isHintFor(hint, user)
      const ended = signOutOfBrowser(world, { request, reply }, isMeant)
      const logoutUrls = listLogoutUrls(world, ended)
      const next = readReturnUrl(world, parameters)
      if (next !== undefined && logoutUrls.length === 0) {
        return reply.header('cache-control', 'no-store, no-cache').redirect(next.href, 302)
      }
      return sendSignedOutPage(reply, { logoutUrls, next })
    },
  })
}
