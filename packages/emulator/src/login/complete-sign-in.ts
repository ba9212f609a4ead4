import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PendingRequest, SignedInAccount } from '../world/issued.ts'
import { noteRequest } from '../world/request-note.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import { sendAdminConsentPage } from './admin-consent-page.ts'
import {
  type AdminConsentRequest,
  getAdminConsentRequest,
  getAdminConsentTarget,
} from './admin-consent-request.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { listBrowserAccounts, signInToBrowser } from './browser-session.ts'
import { continueAuthorization } from './continue-authorization.ts'
import { demandsPassword } from './demands-password.ts'
import { sendDeviceConfirmPage } from './device-confirm-page.ts'
import { EntraError } from './entra-error.ts'
import { readPendingRequest } from './pending-request.ts'
import { getWaitingAuthorization } from './waiting-authorization.ts'

export interface Http {
  request: FastifyRequest
  reply: FastifyReply
}

/** What may have led a person to the sign-in page. */
export type SignInRequest = AuthorizationRequest | AdminConsentRequest

/** Who a form of the sign-in page stands for, by what was typed or by button. */
interface Entry {
  signInRequest: SignInRequest
  user: User
  isTyped: boolean
}

/**
 * The button of a person who is signed in to this browser only chooses them, as the cloud's list of accounts does,
 * unless the password was demanded; a typed password always proves anew.
 */
function getAccount(
  world: World,
  http: Http,
  { signInRequest, user, isTyped }: Entry,
): SignedInAccount {
  const known = listBrowserAccounts(world, http.request).find(
    ({ account }) => account.userId === user.graph.id,
  )
  const isChosen =
    known !== undefined && !isTyped && !demandsPassword(world, signInRequest, known.account)
  if (isChosen) return known.account
  return signInToBrowser(world, http, { user, demands: signInRequest.claims.demands })
}

/** Whoever is at the sign-in page has proved who they are: on to what they came for. */
export function completeSignIn(world: World, http: Http, entry: Entry): FastifyReply {
  const { signInRequest: request, user } = entry
  const account = getAccount(world, http, entry)
  noteRequest(http.request, { user: user.graph.userPrincipalName })
  if ('roles' in request) {
    return sendAdminConsentPage(world, http.reply, { request, user, account })
  }
  if (request.purpose === 'device') {
    return sendDeviceConfirmPage(world, http.reply, { request, user, account })
  }
  return continueAuthorization(world, http.reply, { request, user, account, hasConsented: false })
}

/** What the person came with, read and checked anew. */
function toSignInRequest(world: World, pending: PendingRequest): SignInRequest {
  const { purpose, parameters, tenantSegment } = pending
  if (purpose === 'authorize' || purpose === 'device') {
    return getWaitingAuthorization(world, pending)
  }
  const call = { tenantSegment, purpose, parameters }
  return getAdminConsentRequest(world, getAdminConsentTarget(world, call), call)
}

const anyPurpose = ['authorize', 'device', 'adminConsent', 'olderAdminConsent'] as const

/** The request that a form of the sign-in page belongs to. Throws AADSTS9002313 when it is over. */
export function getSignInRequest(
  world: World,
  request: FastifyRequest,
  requestId: string | undefined,
): SignInRequest {
  const pending = readPendingRequest(world, requestId, anyPurpose)
  if (pending === undefined) throw new EntraError(9002313)
  const signInRequest = toSignInRequest(world, pending)
  noteRequest(request, { client: signInRequest.application.clientId })
  return signInRequest
}
