import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { noteRequest } from '../world/request-note.ts'
import type { World } from '../world/world.ts'
import { sendAdminConsentPage } from './admin-consent-page.ts'
import {
  type AdminConsentCall,
  type AdminConsentPurpose,
  type AdminConsentRequest,
  getAdminConsentRequest,
  getAdminConsentTarget,
} from './admin-consent-request.ts'
import { listBrowserAccounts } from './browser-session.ts'
import { askForAccount, chooseAccount } from './choose-account.ts'
import { EntraError } from './entra-error.ts'
import { getCorrelationId, toParameters } from './parameters.ts'
import { sendAdminConsentRefusal } from './send-admin-consent-answer.ts'

function ask(
  world: World,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  consentRequest: AdminConsentRequest,
): FastifyReply {
  const accounts = listBrowserAccounts(world, request)
  const chosen = chooseAccount(world, consentRequest, accounts)
  if (chosen === undefined) {
    return askForAccount(world, reply, { request: consentRequest, accounts })
  }
  noteRequest(request, { user: chosen.user.graph.userPrincipalName })
  return sendAdminConsentPage(world, reply, { request: consentRequest, ...chosen })
}

function answer(
  world: World,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  call: AdminConsentCall,
): FastifyReply {
  const { parameters, purpose } = call
  noteRequest(request, {
    client: parameters.client_id ?? null,
    permission: parameters.scope ?? null,
  })
  const target = getAdminConsentTarget(world, call)
  let consentRequest: AdminConsentRequest
  try {
    consentRequest = getAdminConsentRequest(world, target, call)
  } catch (problem) {
    if (!(problem instanceof EntraError)) throw problem
    const context = { origin: world.authorityOrigin, correlationId: getCorrelationId(request) }
    return sendAdminConsentRefusal(reply, target, { purpose, problem, context })
  }
  return ask(world, { request, reply }, consentRequest)
}

/**
 * Asks an administrator for the whole tenant: by `scope`, or in the older form for all that the registration lists.
 * https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 */
export function registerAdminConsent(app: FastifyInstance, world: World): void {
  const paths: [path: string, purpose: AdminConsentPurpose][] = [
    ['/:tenant/v2.0/adminconsent', 'adminConsent'],
    ['/:tenant/adminconsent', 'olderAdminConsent'],
  ]
  for (const [path, purpose] of paths) {
    app.get<{ Params: { tenant: string } }>(path, (request, reply) => {
      const parameters = toParameters(request.query)
      const call = { tenantSegment: request.params.tenant, purpose, parameters }
      return answer(world, { request, reply }, call)
    })
  }
}
