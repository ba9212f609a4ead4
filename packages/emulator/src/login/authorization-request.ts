import { type ApplicationRegistration, listRedirectUris } from '../world/application.ts'
import type { DeviceAuthorization, Purpose } from '../world/issued.ts'
import type { World } from '../world/world.ts'
import { getApplication } from './authenticate-client.ts'
import { type ClaimsRequest, parseClaims } from './claims-request.ts'
import { EntraError } from './entra-error.ts'
import type { Parameters } from './parameters.ts'
import { parseScope, type ScopeRequest } from './scope.ts'
import { getTenantSegment, type TenantSegment, toTenantName } from './tenant-segment.ts'

const responseModes = ['query', 'fragment', 'form_post'] as const
type ResponseMode = (typeof responseModes)[number]

/** Where an answer goes: known as soon as the client and its redirect URI are. */
export interface AnswerTarget {
  segment: TenantSegment
  application: ApplicationRegistration
  redirectUri: string
  responseMode: ResponseMode
  state: string | undefined
  /** Who waits for the answer instead: a device that asks by itself, so that nothing is redirected. */
  device?: DeviceAuthorization
}

/** What takes a person who is signed in. */
export interface PersonRequest extends AnswerTarget {
  purpose: Purpose
  parameters: Parameters
  prompt: string | undefined
  /** `max_age`: how many seconds ago the person may have signed in. */
  maxAgeSeconds: number | undefined
  claims: ClaimsRequest
}

export interface AuthorizationRequest extends PersonRequest {
  purpose: 'authorize' | 'device'
  scope: ScopeRequest
}

const withoutPort = (uri: string): string =>
  uri.replace(/^(https?:\/\/localhost):\d+(?=\/|$)/, '$1')

/** `http://localhost` and `https://localhost` match on any port, everything else byte for byte. */
export function isRegisteredRedirectUri(
  application: ApplicationRegistration,
  uri: string,
): boolean {
  const wanted = withoutPort(uri)
  return listRedirectUris(application).some((registered) =>
    [wanted, `${wanted}/`].includes(withoutPort(registered)),
  )
}

/** Throws what can only be shown on a page of the tenant: an answer must not go to an unproved address. */
export function getAnswerTarget(
  world: World,
  tenantSegment: string,
  parameters: Parameters,
): AnswerTarget {
  const segment = getTenantSegment(world, tenantSegment)
  const application = getApplication(world, parameters.client_id, segment)
  const redirectUri = parameters.redirect_uri ?? listRedirectUris(application)[0]
  if (redirectUri === undefined || !isRegisteredRedirectUri(application, redirectUri)) {
    const { clientId } = application
    throw new EntraError(
      50011,
      { redirectUri: redirectUri ?? '', clientId },
      { error: 'invalid_request' },
    )
  }
  const mode = responseModes.find((known) => known === parameters.response_mode)
  return {
    segment,
    application,
    redirectUri,
    responseMode: mode ?? 'query',
    state: parameters.state,
  }
}

function checkResponseType(parameters: Parameters): void {
  const responseType = parameters.response_type
  if (!responseType) throw new EntraError(900144, { parameter: 'response_type' })
  if (responseType === 'code') return
  const words = responseType.split(' ')
  const isKnown = words.every((word) => ['code', 'id_token', 'token'].includes(word))
  // Implicit and hybrid are off in every registration here, as they are for a new one on the cloud.
  throw new EntraError(isKnown ? 700054 : 70005, { responseType })
}

function checkPkce({ code_challenge: challenge, code_challenge_method: method }: Parameters): void {
  if (challenge === undefined) return
  if (method !== undefined && !['S256', 'plain'].includes(method)) throw new EntraError(9002313)
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(challenge)) throw new EntraError(501491)
}

function parseMaxAge({ max_age: maxAge }: Parameters): number | undefined {
  if (maxAge === undefined) return undefined
  if (/^\d{1,9}$/.test(maxAge)) return Number(maxAge)
  throw new EntraError(9002313)
}

/** Throws what the application is told by a redirect. */
export function getAuthorizationRequest(
  world: World,
  target: AnswerTarget,
  parameters: Parameters,
): AuthorizationRequest {
  checkResponseType(parameters)
  const responseMode = parameters.response_mode
  if (responseMode !== undefined && responseMode !== target.responseMode) {
    throw new EntraError(70007, { responseMode })
  }
  if (!parameters.scope) throw new EntraError(900144, { parameter: 'scope' })
  const { segment, application } = target
  const tenantName = toTenantName(segment)
  const scope = parseScope({ world, application, tenantName }, parameters.scope)
  checkPkce(parameters)
  const claims = parseClaims(parameters)
  const maxAgeSeconds = parseMaxAge(parameters)
  const prompts = ['none', 'login', 'select_account', 'consent', 'create']
  if (parameters.prompt !== undefined && !prompts.includes(parameters.prompt)) {
    throw new EntraError(90023)
  }
  // A workforce tenant treats prompt=create as no prompt at all.
  const isIgnored = parameters.prompt === 'create' && !segment.tenant?.isForCustomers
  const prompt = isIgnored ? undefined : parameters.prompt
  return { ...target, purpose: 'authorize', parameters, scope, prompt, maxAgeSeconds, claims }
}
