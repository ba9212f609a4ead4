import { randomUUID } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import type { World } from '../world/world.ts'
import { registerAdminConsent } from './admin-consent.ts'
import { registerAdminConsentDecision } from './admin-consent-decision.ts'
import { registerAuthorize } from './authorize.ts'
import { registerConsent } from './consent.ts'
import { registerCustomers } from './customers/register-customers.ts'
import { registerDeviceCode } from './device-code.ts'
import { registerDeviceConfirm } from './device-confirm.ts'
import { registerDeviceLogin } from './device-login.ts'
import { registerDiscovery } from './discovery.ts'
import { EntraError, toErrorBody } from './entra-error.ts'
import { registerInstanceDiscovery } from './instance-discovery.ts'
import { registerKeys } from './keys.ts'
import { registerLogin } from './login.ts'
import { registerLogout } from './logout.ts'
import { getCorrelationId } from './parameters.ts'
import { sendErrorPage } from './send-error-page.ts'
import { registerToken } from './token.ts'

/** Endpoints that people see answer refusals with a page, the others with JSON. */
const pagePaths =
  /\/(authorize|login|consent|adminconsent|logout|devicelogin|deviceconfirm|customers\/[a-z-]+)(\?|$)/i

/** What stands for login.microsoftonline.com. */
export async function registerLoginSpace(app: FastifyInstance, world: World): Promise<void> {
  await app.register(fastifyCookie)
  // Forms only: whatever comes in another type counts as an empty form, as Entra treats it (AADSTS900144).
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume()
    done(null, undefined)
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'x-ms-request-id': randomUUID(), 'x-ms-ests-server': 'demo tenant' })
  })
  app.setErrorHandler((problem, request, reply) => {
    if (!(problem instanceof EntraError)) throw problem
    const context = { origin: world.authorityOrigin, correlationId: getCorrelationId(request) }
    if (pagePaths.test(request.url)) return sendErrorPage(reply, problem, context)
    return reply.code(problem.status).send(toErrorBody(problem, context))
  })
  registerDiscovery(app, world)
  registerInstanceDiscovery(app, world)
  registerKeys(app, world)
  registerAuthorize(app, world)
  registerLogin(app, world)
  registerCustomers(app, world)
  registerConsent(app, world)
  registerAdminConsent(app, world)
  registerAdminConsentDecision(app, world)
  registerDeviceCode(app, world)
  registerDeviceLogin(app, world)
  registerDeviceConfirm(app, world)
  registerToken(app, world)
  registerLogout(app, world)
}
