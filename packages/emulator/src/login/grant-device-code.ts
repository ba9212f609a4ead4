import type { DeviceApproval, DeviceAuthorization } from '../world/issued.ts'
import { checkDemands } from './check-demands.ts'
import { checkNotRevoked } from './check-not-revoked.ts'
import { parseClaims } from './claims-request.ts'
import { isDeviceExpired } from './device-request.ts'
import { EntraError } from './entra-error.ts'
import { getEnabledUser } from './grant-authorization-code.ts'
import { issueTokens } from './issue-tokens.ts'
import type { TokenOutcome, TokenRequest } from './token-request.ts'

/** Another client's code is as unknown to this one as a made-up code. */
function getDevice({ world, client, parameters }: TokenRequest): DeviceAuthorization {
  const code = parameters.device_code ?? parameters.code
  if (!code) throw new EntraError(900144, { parameter: 'device_code' })
  const device = world.issued.deviceAuthorizations.get(code)
  if (device?.clientId !== client.application.clientId) throw new EntraError(70018)
  if (device.isRedeemed) throw new EntraError(54005)
  if (isDeviceExpired(world, device)) throw new EntraError(70020)
  return device
}

function getApproval({ tenant }: TokenRequest, { answer }: DeviceAuthorization): DeviceApproval {
  if (answer === undefined) throw new EntraError(70016)
  if (answer === 'declined') throw new EntraError(65004, {}, { error: 'authorization_declined' })
  if (tenant !== undefined && tenant.id !== answer.tenantId) throw new EntraError(700005)
  return answer
}

/**
 * What a device asks until somebody has typed its code, and gets tokens for once. It may ask as often as it likes:
 * `slow_down` is not documented. https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code#authenticating-the-user
 */
export async function redeemDeviceCode(request: TokenRequest): Promise<TokenOutcome> {
  const device = getDevice(request)
  const approval = getApproval(request, device)
  const user = getEnabledUser(request, approval)
  checkNotRevoked(request, approval.authenticatedAt, user)
  device.isRedeemed = true
  checkDemands(request, approval)
  const { handlesChallenges } = parseClaims(device.parameters)
  return issueTokens(request, {
    user,
    grantedScope: device.parameters.scope ?? '',
    signIn: approval,
    handlesChallenges: handlesChallenges || request.claims.handlesChallenges,
    nonce: undefined,
  })
}
