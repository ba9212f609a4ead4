import type { DeviceAuthorization } from '../world/issued.ts'
import type { World } from '../world/world.ts'
import { getApplication } from './authenticate-client.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { parseClaims } from './claims-request.ts'
import { EntraError } from './entra-error.ts'
import { parseScope } from './scope.ts'
import { getTenantSegment, toTenantName } from './tenant-segment.ts'

/** How long a code may be typed and asked for. */
export const deviceLifeSeconds = 900

export const devicePagePath = '/devicelogin'

/** Where a person types the code; one address for all tenants, short enough to be typed as well. */
export function toDevicePageUrl({ authorityOrigin }: World): string {
  return authorityOrigin + devicePagePath
}

export function isDeviceExpired({ clock }: World, { issuedAt }: DeviceAuthorization): boolean {
  return clock.ageOf(issuedAt) > deviceLifeSeconds * 1000
}

/** What somebody typed, as it was shown: letter case, spaces and dashes do not count. */
function toUserCode(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase()
}

/** Throws AADSTS70018 for a code that nobody waits with, and 70019 for one that is too old. */
function getDevice(world: World, typed: string): DeviceAuthorization {
  const userCode = toUserCode(typed)
  const device = [...world.issued.deviceAuthorizations.values()].find(
    (known) => known.userCode === userCode && known.answer === undefined,
  )
  if (device === undefined) throw new EntraError(70018)
  if (isDeviceExpired(world, device)) throw new EntraError(70019)
  return device
}

/** What the device behind a code asks of the person who typed it, read anew from page to page. */
export function getDeviceRequest(world: World, typed: string): AuthorizationRequest {
  const device = getDevice(world, typed)
  const segment = getTenantSegment(world, device.tenantSegment)
  const application = getApplication(world, device.clientId, segment)
  const context = { world, application, tenantName: toTenantName(segment) }
  return {
    segment,
    application,
    device,
    redirectUri: toDevicePageUrl(world),
    responseMode: 'query',
    state: undefined,
    purpose: 'device',
    parameters: { ...device.parameters, user_code: device.userCode },
    scope: parseScope(context, device.parameters.scope ?? ''),
    // Whoever typed the code says which of their accounts it is for.
    prompt: 'select_account',
    maxAgeSeconds: undefined,
    claims: parseClaims(device.parameters),
  }
}
