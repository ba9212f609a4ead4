import type { FastifyReply } from 'fastify'
import { type DeviceApproval, remember, type SignedInAccount } from '../world/issued.ts'
import type { User } from '../world/user.ts'
import { getTenant, type World } from '../world/world.ts'
import { approveDevice } from './answer-device.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { sendConsentPage } from './consent-page.ts'
import { EntraError } from './entra-error.ts'
import { listMissingScopes, listNamedScopes } from './granted-scopes.ts'
import { noteSignIn } from './note-sign-in.ts'
import { keepPendingRequest } from './pending-request.ts'
import { sendAnswer } from './send-answer.ts'
import { createOpaque, toClientInfo } from './token-parts.ts'

export interface Continuation {
  request: AuthorizationRequest
  user: User
  account: SignedInAccount
  /** The consent page was answered just now. */
  hasConsented: boolean
}

/** Notes where the account goes, so that the end of the session can be told there. */
function noteVisit({ request, account }: Continuation): void {
  const { clientId } = request.application
  const { origin } = new URL(request.redirectUri)
  const isKnown = account.visited.some(
    (known) => known.clientId === clientId && known.origin === origin,
  )
  if (!isKnown) account.visited.push({ clientId, origin })
}

function createCode(world: World, { request, user, account }: Continuation): string {
  // Codes of the cloud are long; a client with a short column for them shows it here.
  const code = `1.${createOpaque(400)}`
  const { parameters } = request
  remember(world.issued.codes, code, {
    clientId: request.application.clientId,
    tenantId: user.tenantId,
    userId: user.graph.id,
    redirectUri: request.redirectUri,
    scope: parameters.scope ?? '',
    nonce: parameters.nonce,
    codeChallenge: parameters.code_challenge,
    // RFC 7636 4.3: a challenge without a method is plain.
    codeChallengeMethod: parameters.code_challenge_method ?? 'plain',
    handlesChallenges: request.claims.handlesChallenges,
    sessionId: account.sessionId,
    authenticatedAt: account.authenticatedAt,
    metDemands: account.metDemands,
    // Demanding one demands the password, so whoever gets here has proved them.
    acrs: request.claims.acrs,
    issuedAt: world.clock.now(),
    isRedeemed: false,
  })
  return code
}

function toApproval({ request, user, account }: Continuation): DeviceApproval {
  return {
    tenantId: user.tenantId,
    userId: user.graph.id,
    sessionId: account.sessionId,
    authenticatedAt: account.authenticatedAt,
    metDemands: account.metDemands,
    acrs: request.claims.acrs,
  }
}

/** An application may take only people who have a role of it, or access without one. Throws AADSTS50105. */
function requireAssignment(world: World, { request, user }: Continuation): void {
  const { clientId, servicePrincipal } = request.application
  if (!servicePrincipal?.appRoleAssignmentRequired) return
  const person = { tenantId: user.tenantId, userId: user.graph.id }
  if (world.grants.listUserRoles(person, clientId).size === 0) throw new EntraError(50105)
}

/**
 * The person is known: asks for consent where it is missing, else answers, with a code or by telling the device
 * that waits. Throws 65001 under `prompt=none`, which allows no page, and for customers.
 */
export function continueAuthorization(
  world: World,
  reply: FastifyReply,
  continuation: Continuation,
): FastifyReply {
  const { request, user, account, hasConsented } = continuation
  const { application, prompt } = request
  requireAssignment(world, continuation)
  const consenter = { world, application, user }
  const missing = listMissingScopes(consenter, request.scope)
  // Customers may not consent: what the administrator left out is refused, and nothing is asked.
  const { isForCustomers } = getTenant(world, user.tenantId)
  const wantsPage = prompt === 'consent' && !hasConsented && !isForCustomers
  if (missing.length > 0 && (prompt === 'none' || isForCustomers)) {
    const values = { clientId: application.clientId, application: application.displayName }
    throw new EntraError(65001, values, { error: 'consent_required' })
  }
  if (missing.length > 0 || wantsPage) {
    const scopes = wantsPage ? listNamedScopes(consenter, request.scope) : missing
    const requestId = keepPendingRequest(world, request, account)
    return sendConsentPage(world, reply, { request, requestId, user, scopes })
  }
  noteSignIn(user, { isInteractive: prompt !== 'none' })
  if (request.device !== undefined) {
    const approval = toApproval(continuation)
    return approveDevice(reply, request, { device: request.device, approval })
  }
  noteVisit(continuation)
  const code = createCode(world, continuation)
  const wantsClientInfo = request.parameters.client_info === '1'
  return sendAnswer(reply, request, {
    code,
    ...(wantsClientInfo && { client_info: toClientInfo(user) }),
    session_state: account.sessionId,
  })
}
