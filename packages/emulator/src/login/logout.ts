import type { FastifyInstance, FastifyReply } from 'fastify'
import { decodeJwt } from 'jose'
import { html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import { noteRequest } from '../world/request-note.ts'
import type { World } from '../world/world.ts'
import { isRegisteredRedirectUri } from './authorization-request.ts'
import { signOutOfBrowser } from './browser-session.ts'
import { type Parameters, toParameters } from './parameters.ts'
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

function sendSignedOutPage(reply: FastifyReply): FastifyReply {
  return sendPage(reply, {
    title: 'You signed out of your account',
    body: html`<h1>You signed out of your account</h1>
<p>It is a good idea to close all browser windows.</p>`,
  })
}

/**
 * Ends single sign-on in this browser; refresh tokens live on. The way back must be a registered redirect URI:
 * there is no list of its own for it. https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#send-a-sign-out-request
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
      signOutOfBrowser(world, request, reply, (user) => !hint || isHintFor(hint, user))
      const uri = parameters.post_logout_redirect_uri
      if (uri === undefined || !isRegistered(world, parameters, uri))
        return sendSignedOutPage(reply)
      const url = new URL(uri)
      if (parameters.state !== undefined) url.searchParams.set('state', parameters.state)
      return reply.header('cache-control', 'no-store, no-cache').redirect(url.href, 302)
    },
  })
}
