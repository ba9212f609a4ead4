import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PendingRequest, SignedInAccount } from '../world/issued.ts'
import { noteRequest } from '../world/request-note.ts'
import type { User } from '../world/user.ts'
import { readUserByName, type World } from '../world/world.ts'
import { sendAdminConsentPage } from './admin-consent-page.ts'
import {
  type AdminConsentRequest,
  getAdminConsentRequest,
  getAdminConsentTarget,
} from './admin-consent-request.ts'
import type { AuthorizationRequest, PersonRequest } from './authorization-request.ts'
import { answerProblems } from './authorize.ts'
import { listBrowserAccounts, signInToBrowser } from './browser-session.ts'
import { continueAuthorization } from './continue-authorization.ts'
import { demandsPassword } from './demands-password.ts'
import { sendDeviceConfirmPage } from './device-confirm-page.ts'
import { EntraError } from './entra-error.ts'
import { type Parameters, toParameters } from './parameters.ts'
import { readPendingRequest } from './pending-request.ts'
import { sendSignInPage } from './sign-in-page.ts'
import { getWaitingAuthorization } from './waiting-authorization.ts'

interface Http {
  request: FastifyRequest
  reply: FastifyReply
}

/** What may have led a person to the sign-in page. */
type SignInRequest = AuthorizationRequest | AdminConsentRequest

/** Who a form of the sign-in page stands for, by password or by button. */
interface Entry {
  signInRequest: SignInRequest
  user: User
  isTyped: boolean
}

/** A guest types the address of their home account. */
function readGuest(request: PersonRequest, name: string): User | undefined {
  const key = name.trim().toLowerCase()
  return request.segment.tenant?.users.find(
    ({ graph }) => graph.userType === 'Guest' && graph.mail?.toLowerCase() === key,
  )
}

/** Throws 50020 (its own page) for a person of another tenant, and 50034, 50126 and 50057 for the form. */
function getUser(world: World, request: PersonRequest, form: Parameters): User {
  const { segment, application } = request
  const tenant = segment.tenant?.displayName ?? segment.name
  const typed = form.user ?? ''
  const byButton = world.tenants.map((known) => known.usersById.get(form.person ?? ''))
  const user =
    byButton.find((found) => found !== undefined) ??
    readGuest(request, typed) ??
    readUserByName(world, typed)
  if (user === undefined) throw new EntraError(50034, { name: typed, tenant })
  if (form.person === undefined && form.password !== user.password) throw new EntraError(50126)
  if (!user.graph.accountEnabled) throw new EntraError(50057)
  if (segment.tenant === undefined || segment.tenant.id === user.tenantId) return user
  throw new EntraError(50020, {
    name: user.graph.userPrincipalName,
    provider: `https://sts.windows.net/${user.tenantId}/`,
    tenant,
    clientId: application.clientId,
  })
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

function signIn(world: World, http: Http, entry: Entry): FastifyReply {
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
function getSignInRequest(world: World, pending: PendingRequest): SignInRequest {
  const { purpose, parameters, tenantSegment } = pending
  if (purpose === 'authorize' || purpose === 'device') {
    return getWaitingAuthorization(world, pending)
  }
  const call = { tenantSegment, purpose, parameters }
  return getAdminConsentRequest(world, getAdminConsentTarget(world, call), call)
}

const anyPurpose = ['authorize', 'device', 'adminConsent', 'olderAdminConsent'] as const
const inlineCodes = [50034, 50057, 50126]

/** Where the sign-in page's forms go. */
export function registerLogin(app: FastifyInstance, world: World): void {
  app.post<{ Params: { tenant: string } }>('/:tenant/login', (request, reply) => {
    const form = toParameters(request.body)
    const pending = readPendingRequest(world, form.ctx, anyPurpose)
    if (pending === undefined) throw new EntraError(9002313)
    const signInRequest = getSignInRequest(world, pending)
    noteRequest(request, { client: signInRequest.application.clientId })
    let user: User
    try {
      user = getUser(world, signInRequest, form)
    } catch (problem) {
      if (!(problem instanceof EntraError) || !inlineCodes.includes(problem.code)) throw problem
      return sendSignInPage(world, reply, {
        target: signInRequest,
        requestId: form.ctx ?? '',
        userName: form.user ?? '',
        problem: `AADSTS${problem.code}: ${problem.message}`,
        signedInIds: [],
      })
    }
    const entry = { signInRequest, user, isTyped: form.person === undefined }
    const run = () => signIn(world, { request, reply }, entry)
    return answerProblems(world, request, reply, { target: signInRequest, run })
  })
}
