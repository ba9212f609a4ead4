import type { FastifyInstance } from 'fastify'
import { noteRequest } from '../world/request-note.ts'
import type { World } from '../world/world.ts'
import { answerProblems } from './authorize.ts'
import { listBrowserAccounts } from './browser-session.ts'
import { continueAuthorization } from './continue-authorization.ts'
import { EntraError } from './entra-error.ts'
import { toParameters } from './parameters.ts'
import { readPendingRequest } from './pending-request.ts'
import { getWaitingAuthorization } from './waiting-authorization.ts'

/** Where the question of the device flow is answered; only the person it was shown to may do so. */
export function registerDeviceConfirm(app: FastifyInstance, world: World): void {
  app.post('/:tenant/deviceconfirm', (request, reply) => {
    const form = toParameters(request.body)
    const pending = readPendingRequest(world, form.ctx, ['device'])
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
        if (form.decision !== 'continue') throw new EntraError(65004)
        const continuation = { request: target, ...current, hasConsented: false }
        return continueAuthorization(world, reply, continuation)
      },
    })
  })
}
