import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { noteRequest } from '../world/request-note.ts'
import type { User } from '../world/user.ts'
import { readUserByName, type World } from '../world/world.ts'
import {
  type AuthorizationRequest,
  getAnswerTarget,
  getAuthorizationRequest,
} from './authorization-request.ts'
import { answerProblems } from './authorize.ts'
import { listBrowserAccounts, readPendingRequest, signInToBrowser } from './browser-session.ts'
import { continueAuthorization } from './continue-authorization.ts'
import { EntraError } from './entra-error.ts'
import { type Parameters, toParameters } from './parameters.ts'
import { sendSignInPage } from './sign-in-page.ts'

/** A guest types the address of their home account. */
function readGuest(request: AuthorizationRequest, name: string): User | undefined {
  const key = name.trim().toLowerCase()
  return request.segment.tenant?.users.find(
    ({ graph }) => graph.userType === 'Guest' && graph.mail?.toLowerCase() === key,
  )
}

/** Throws 50020 (its own page) for a person of another tenant, and 50034, 50126 and 50057 for the form. */
function getUser(world: World, request: AuthorizationRequest, form: Parameters): User {
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

/** A button of a person who is signed in to this browser proves nothing anew, unless a login was asked for. */
function signIn(
  world: World,
  http: { request: FastifyRequest; reply: FastifyReply },
  authorization: AuthorizationRequest,
  user: User,
): FastifyReply {
  const known = listBrowserAccounts(world, http.request).find(
    ({ account }) => account.userId === user.graph.id,
  )
  const isChosen = known !== undefined && authorization.prompt === 'select_account'
  const account = isChosen ? known.account : signInToBrowser(world, http.request, http.reply, user)
  noteRequest(http.request, { user: user.graph.userPrincipalName })
  const continuation = { request: authorization, user, account, hasConsented: false }
  return continueAuthorization(world, http.reply, continuation)
}

const inlineCodes = [50034, 50057, 50126]

/** Where the sign-in page's forms go. */
export function registerLogin(app: FastifyInstance, world: World): void {
  app.post<{ Params: { tenant: string } }>('/:tenant/login', (request, reply) => {
    const form = toParameters(request.body)
    const pending = readPendingRequest(world, form.ctx)
    if (pending === undefined) throw new EntraError(9002313)
    const { parameters, tenantSegment } = pending
    const target = getAnswerTarget(world, tenantSegment, parameters)
    noteRequest(request, { client: target.application.clientId })
    const authorization = getAuthorizationRequest(world, target, parameters)
    let user: User
    try {
      user = getUser(world, authorization, form)
    } catch (problem) {
      if (!(problem instanceof EntraError) || !inlineCodes.includes(problem.code)) throw problem
      return sendSignInPage(world, reply, {
        target,
        requestId: form.ctx ?? '',
        userName: form.user ?? '',
        problem: `AADSTS${problem.code}: ${problem.message}`,
        signedInIds: [],
      })
    }
    const run = () => signIn(world, { request, reply }, authorization, user)
    return answerProblems(world, request, reply, { target, run })
  })
}
