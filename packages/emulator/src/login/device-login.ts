import type { FastifyInstance } from 'fastify'
import { noteRequest } from '../world/request-note.ts'
import type { World } from '../world/world.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { listBrowserAccounts } from './browser-session.ts'
import { askForAccount } from './choose-account.ts'
import { sendDeviceCodePage } from './device-code-page.ts'
import { devicePagePath, getDeviceRequest } from './device-request.ts'
import { EntraError, toProblemText } from './entra-error.ts'
import { toParameters } from './parameters.ts'

/** Where a person types the code that a device shows; what they typed leads on to the sign-in page. */
export function registerDeviceLogin(app: FastifyInstance, world: World): void {
  app.get(devicePagePath, (_request, reply) => sendDeviceCodePage(reply, { typed: '' }))
  app.post(devicePagePath, (request, reply) => {
    const { user_code: typed = '' } = toParameters(request.body)
    let deviceRequest: AuthorizationRequest
    try {
      deviceRequest = getDeviceRequest(world, typed)
    } catch (problem) {
      if (!(problem instanceof EntraError)) throw problem
      return sendDeviceCodePage(reply, { typed, problem: toProblemText(problem) })
    }
    noteRequest(request, { client: deviceRequest.application.clientId })
    const accounts = listBrowserAccounts(world, request)
    return askForAccount(world, reply, { request: deviceRequest, accounts })
  })
}
