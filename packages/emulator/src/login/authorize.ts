import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { noteRequest } from '../world/request-note.ts'
import type { World } from '../world/world.ts'
import {
  type AnswerTarget,
  type AuthorizationRequest,
  getAnswerTarget,
  getAuthorizationRequest,
} from './authorization-request.ts'
import { listBrowserAccounts } from './browser-session.ts'
import { askForAccount, chooseAccount } from './choose-account.ts'
import { continueAuthorization } from './continue-authorization.ts'
import { demandsNewProof, demandsPassword } from './demands-password.ts'
import { EntraError } from './entra-error.ts'
import { getCorrelationId, toParameters } from './parameters.ts'
import { sendErrorAnswer } from './send-answer.ts'

function authorize(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  authorization: AuthorizationRequest,
): FastifyReply {
  const accounts = listBrowserAccounts(world, request)
  const chosen = chooseAccount(world, authorization, accounts)
  if (chosen !== undefined && !demandsPassword(world, authorization, chosen.account)) {
    noteRequest(request, { user: chosen.user.graph.userPrincipalName })
    const continuation = { request: authorization, ...chosen, hasConsented: false }
    return continueAuthorization(world, reply, continuation)
  }
  if (authorization.prompt === 'none') {
    const isUnproved = chosen && demandsNewProof(world, authorization, chosen.account)
    throw new EntraError(isUnproved ? 50076 : 50058)
  }
  return askForAccount(world, reply, { request: authorization, accounts })
}

/** Runs a step whose refusals go to the application, now that its address is proved. */
export function answerProblems(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  step: { target: AnswerTarget; run: () => FastifyReply },
): FastifyReply {
  try {
    return step.run()
  } catch (problem) {
    if (!(problem instanceof EntraError)) throw problem
    const context = { origin: world.authorityOrigin, correlationId: getCorrelationId(request) }
    return sendErrorAnswer(reply, step.target, problem, context)
  }
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code */
export function registerAuthorize(app: FastifyInstance, world: World): void {
  app.route<{ Params: { tenant: string } }>({
    method: ['GET', 'POST'],
    url: '/:tenant/oauth2/v2.0/authorize',
    handler: (request, reply) => {
      const parameters = { ...toParameters(request.query), ...toParameters(request.body) }
      noteRequest(request, {
        client: parameters.client_id ?? null,
        permission: parameters.scope ?? null,
      })
      const target = getAnswerTarget(world, request.params.tenant, parameters)
      return answerProblems(world, request, reply, {
        target,
        run: () => {
          const authorization = getAuthorizationRequest(world, target, parameters)
          return authorize(world, request, reply, authorization)
        },
      })
    },
  })
}
