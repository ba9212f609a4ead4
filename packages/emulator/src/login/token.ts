import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { noteRequest } from '../world/request-note.ts'
import type { World } from '../world/world.ts'
import { authenticateClient, getApplication } from './authenticate-client.ts'
import { parseClaims } from './claims-request.ts'
import { allowOwnPages, checkOrigin } from './client-origin.ts'
import { EntraError } from './entra-error.ts'
import { redeemAuthorizationCode } from './grant-authorization-code.ts'
import { grantClientCredentials } from './grant-client-credentials.ts'
import { redeemDeviceCode } from './grant-device-code.ts'
import { exchangeOnBehalfOf } from './grant-on-behalf-of.ts'
import { redeemRefreshToken } from './grant-refresh-token.ts'
import { toParameters } from './parameters.ts'
import { getTenantSegment, toTenantName } from './tenant-segment.ts'
import type { TokenOutcome, TokenRequest } from './token-request.ts'

const grantTypes: Record<string, (request: TokenRequest) => Promise<TokenOutcome>> = {
  authorization_code: redeemAuthorizationCode,
  refresh_token: redeemRefreshToken,
  client_credentials: grantClientCredentials,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': exchangeOnBehalfOf,
  'urn:ietf:params:oauth:grant-type:device_code': redeemDeviceCode,
  // Not registered anywhere, but what Microsoft's library for Node says.
  device_code: redeemDeviceCode,
}

type TokenHttpRequest = FastifyRequest<{ Params: { tenant: string } }>

async function answerTokenRequest(
  world: World,
  request: TokenHttpRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.headers({ 'cache-control': 'no-store, no-cache', pragma: 'no-cache', expires: '-1' })
  const segment = getTenantSegment(world, request.params.tenant)
  const parameters = toParameters(request.body)
  allowOwnPages(request, reply, world.applications.get(parameters.client_id?.toLowerCase() ?? ''))
  const grantType = parameters.grant_type
  if (!grantType) throw new EntraError(900144, { parameter: 'grant_type' })
  noteRequest(request, { client: parameters.client_id ?? null, permission: grantType })
  const grant = Object.hasOwn(grantTypes, grantType) ? grantTypes[grantType] : undefined
  if (grant === undefined) {
    getApplication(world, parameters.client_id, segment)
    throw new EntraError(70003, { grantType })
  }
  const client = await authenticateClient(world, request, parameters, segment)
  noteRequest(request, { client: client.application.clientId })
  if (grantType !== 'client_credentials') checkOrigin(request, client.application)
  const claims = parseClaims(parameters)
  const tenantName = toTenantName(segment)
  const { tenant } = segment
  const outcome = await grant({ world, client, parameters, claims, tenant, tenantName })
  noteRequest(request, { user: outcome.user, permission: `${grantType}: ${outcome.permission}` })
  return reply.send(outcome.response)
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token */
export function registerToken(app: FastifyInstance, world: World): void {
  const path = '/:tenant/oauth2/v2.0/token'
  app.post<{ Params: { tenant: string } }>(path, (request, reply) =>
    answerTokenRequest(world, request, reply),
  )
  app.get(path, (request) => {
    throw new EntraError(900561, { method: request.method })
  })
}
