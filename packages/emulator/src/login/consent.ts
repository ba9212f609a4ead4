import type { FastifyInstance } from 'fastify'
import { openServicePrincipal } from '../world/open-service-principal.ts'
import { noteRequest } from '../world/request-note.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { answerProblems } from './authorize.ts'
import { listBrowserAccounts } from './browser-session.ts'
import { continueAuthorization } from './continue-authorization.ts'
import { EntraError } from './entra-error.ts'
import { isAdmin, listMissingScopes, needsAdmin } from './granted-scopes.ts'
import { type Parameters, toParameters } from './parameters.ts'
import { readPendingRequest } from './pending-request.ts'
import { getWaitingAuthorization } from './waiting-authorization.ts'

/** Grants what is missing, for this person or for everyone. Throws 65004 or 90094 when it may not. */
function grantMissing(
  world: World,
  request: AuthorizationRequest,
  user: User,
  form: Parameters,
): void {
  const { application } = request
  const admin = isAdmin(world, user)
  const missing = listMissingScopes({ world, application, user }, request.scope)
  if (!admin && missing.some((scope) => needsAdmin(world, scope))) throw new EntraError(90094)
  if (form.decision !== 'accept') throw new EntraError(65004)
  openServicePrincipal(application)
  const userId = admin && form.everyone === 'true' ? undefined : user.graph.id
  for (const { resourceId, name } of missing) {
    const grantee = { tenantId: user.tenantId, clientId: application.clientId, resourceId }
    world.grants.grantScopes(grantee, userId, [name])
  }
}

/** Where the consent page's form goes; only the person it was shown to may answer it. */
export function registerConsent(app: FastifyInstance, world: World): void {
  app.post<{ Params: { tenant: string } }>('/:tenant/consent', (request, reply) => {
    const form = toParameters(request.body)
    const pending = readPendingRequest(world, form.ctx, ['authorize', 'device'])
    const current = listBrowserAccounts(world, request).find(
      ({ account }) => account === pending?.account,
    )
    if (pending === undefined || current === undefined) throw new EntraError(9002313)
    const target = getWaitingAuthorization(world, pending)
    noteRequest(request, {
      client: target.application.clientId,
      user: current.user.graph.userPrincipalName,
    })
    return answerProblems(world, request, reply, {
      target,
      run: () => {
        grantMissing(world, target, current.user, form)
        const continuation = { request: target, ...current, hasConsented: true }
        return continueAuthorization(world, reply, continuation)
      },
    })
  })
}
