import type { PendingRequest } from '../world/issued.ts'
import type { World } from '../world/world.ts'
import {
  type AuthorizationRequest,
  getAnswerTarget,
  getAuthorizationRequest,
} from './authorization-request.ts'
import { getDeviceRequest } from './device-request.ts'

/** What a person on one of the tenant's pages came with, by a redirect or by a code, read and checked anew. */
export function getWaitingAuthorization(
  world: World,
  { purpose, tenantSegment, parameters }: PendingRequest,
): AuthorizationRequest {
  if (purpose === 'device') return getDeviceRequest(world, parameters.user_code ?? '')
  const target = getAnswerTarget(world, tenantSegment, parameters)
  return getAuthorizationRequest(world, target, parameters)
}
