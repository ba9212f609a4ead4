import type { FastifyInstance } from 'fastify'
import { openServicePrincipal } from '../world/open-service-principal.ts'
import { noteRequest } from '../world/request-note.ts'
import type { World } from '../world/world.ts'
import {
  type AdminConsentCall,
  type AdminConsentRequest,
  getAdminConsentRequest,
  getAdminConsentTarget,
} from './admin-consent-request.ts'
import { type BrowserAccount, listBrowserAccounts } from './browser-session.ts'
import { askForAccount } from './choose-account.ts'
import { EntraError } from './entra-error.ts'
import { isAdmin } from './granted-scopes.ts'
import { getCorrelationId, type Parameters, toParameters } from './parameters.ts'
import { readPendingRequest } from './pending-request.ts'
import { sendAdminConsent, sendAdminConsentRefusal } from './send-admin-consent-answer.ts'

interface Decision {
  call: AdminConsentCall
  accounts: BrowserAccount[]
  current: BrowserAccount
}

/** Only the person the page was shown to may answer it. Throws AADSTS9002313. */
function getDecision(world: World, form: Parameters, accounts: BrowserAccount[]): Decision {
  const pending = readPendingRequest(world, form.ctx, ['adminConsent', 'olderAdminConsent'])
  const current = accounts.find(({ account }) => account === pending?.account)
  if (pending === undefined || current === undefined) throw new EntraError(9002313)
  const { tenantSegment, purpose, parameters } = pending
  if (purpose === 'authorize' || purpose === 'device') throw new EntraError(9002313)
  return { call: { tenantSegment, purpose, parameters }, accounts, current }
}

/** For everyone in the tenant: consent of all principals, and roles of the application itself. */
function grantAll({ grants }: World, request: AdminConsentRequest, tenantId: string): void {
  openServicePrincipal(request.application)
  const { clientId } = request.application
  for (const { resourceId, name } of request.scopes) {
    grants.grantScopes({ tenantId, clientId, resourceId }, undefined, [name])
  }
  for (const { resourceId, name } of request.roles) {
    grants.grantRoles({ tenantId, clientId, resourceId }, [name])
  }
}

/** Why nothing is granted; undefined when all is. */
function readRefusal(isAllowed: boolean, decision: string | undefined): EntraError | undefined {
  if (!isAllowed) return new EntraError(90094)
  // The number is told as another error here than at authorize.
  return decision === 'accept'
    ? undefined
    : new EntraError(65004, {}, { error: 'consent_required' })
}

/** Where the form of the admin consent page goes. */
export function registerAdminConsentDecision(app: FastifyInstance, world: World): void {
  app.post<{ Params: { tenant: string } }>('/:tenant/adminconsent', (request, reply) => {
    const form = toParameters(request.body)
    const accounts = listBrowserAccounts(world, request)
    const { call, current } = getDecision(world, form, accounts)
    const target = getAdminConsentTarget(world, call)
    const consentRequest = getAdminConsentRequest(world, target, call)
    const { tenantId, graph } = current.user
    noteRequest(request, {
      client: target.application.clientId,
      user: graph.userPrincipalName,
    })
    const admin = isAdmin(world, current.user)
    if (!admin && form.decision === 'other') {
      return askForAccount(world, reply, { request: consentRequest, accounts })
    }
    const problem = readRefusal(admin, form.decision)
    if (problem === undefined) {
      grantAll(world, consentRequest, tenantId)
      return sendAdminConsent(reply, consentRequest, tenantId)
    }
    const context = { origin: world.authorityOrigin, correlationId: getCorrelationId(request) }
    const { purpose } = call
    return sendAdminConsentRefusal(reply, target, { purpose, problem, tenantId, context })
  })
}
