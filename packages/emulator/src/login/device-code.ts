import { randomInt } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { getPlatform } from '../world/application.ts'
import { remember } from '../world/issued.ts'
import { noteRequest } from '../world/request-note.ts'
import type { World } from '../world/world.ts'
import { getApplication } from './authenticate-client.ts'
import { parseClaims } from './claims-request.ts'
import { deviceLifeSeconds, toDevicePageUrl } from './device-request.ts'
import { EntraError } from './entra-error.ts'
import { type Parameters, toParameters } from './parameters.ts'
import { parseScope } from './scope.ts'
import { getTenantSegment, type TenantSegment, toTenantName } from './tenant-segment.ts'
import { createOpaque } from './token-parts.ts'

/** No vowels, which make words, and nothing that looks like something else (RFC 8628 6.1). */
const userCodeLetters = 'BCDFGHJKLMNPQRSTVWXZ23456789'
const userCodeLength = 9

function createUserCode(): string {
  const letters = Array.from(
    { length: userCodeLength },
    () => userCodeLetters[randomInt(userCodeLetters.length)],
  )
  return letters.join('')
}

/**
 * Whoever must prove itself may ask too: the token endpoint wants the proof, as with every grant.
 * https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/confidential-client-application-authentication-error-aadsts7000218
 */
function checkRequest(world: World, segment: TenantSegment, parameters: Parameters): void {
  const application = getApplication(world, parameters.client_id, segment)
  if (getPlatform(application) === 'spa') throw new EntraError(7000218)
  if (!parameters.scope) throw new EntraError(900144, { parameter: 'scope' })
  parseScope({ world, application, tenantName: toTenantName(segment) }, parameters.scope)
  parseClaims(parameters)
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code#device-authorization-request */
export function registerDeviceCode(app: FastifyInstance, world: World): void {
  const path = '/:tenant/oauth2/v2.0/devicecode'
  app.post<{ Params: { tenant: string } }>(path, (request, reply) => {
    const segment = getTenantSegment(world, request.params.tenant)
    const parameters = toParameters(request.body)
    noteRequest(request, {
      client: parameters.client_id ?? null,
      permission: parameters.scope ?? null,
    })
    checkRequest(world, segment, parameters)
    const userCode = createUserCode()
    const deviceCode = `1.${createOpaque(150)}`
    remember(world.issued.deviceAuthorizations, deviceCode, {
      clientId: parameters.client_id?.toLowerCase() ?? '',
      userCode,
      tenantSegment: segment.name,
      parameters,
      issuedAt: world.clock.now(),
      answer: undefined,
      isRedeemed: false,
    })
    const verificationUri = toDevicePageUrl(world)
    return reply.header('cache-control', 'no-store, no-cache').send({
      user_code: userCode,
      device_code: deviceCode,
      verification_uri: verificationUri,
      expires_in: deviceLifeSeconds,
      interval: world.settings.deviceCodeIntervalSeconds,
      message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${userCode} to authenticate.`,
    })
  })
  app.get(path, (request) => {
    throw new EntraError(900561, { method: request.method })
  })
}
