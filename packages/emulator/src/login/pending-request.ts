import {
  type PendingRequest,
  type Purpose,
  remember,
  type SignedInAccount,
} from '../world/issued.ts'
import type { World } from '../world/world.ts'
import type { PersonRequest } from './authorization-request.ts'
import { createOpaque } from './token-parts.ts'

const lifeMs = 3_600_000

/** Keeps a request while its person is on a page of the tenant; returns its id. */
export function keepPendingRequest(
  world: World,
  request: PersonRequest,
  account?: SignedInAccount,
): string {
  const id = createOpaque(24)
  remember(world.issued.pendingRequests, id, {
    purpose: request.purpose,
    parameters: request.parameters,
    tenantSegment: request.segment.name,
    account,
    startedAt: world.clock.now(),
  })
  return id
}

/** The request a form belongs to; undefined when it is over, or of another purpose than the form's. */
export function readPendingRequest(
  world: World,
  id: string | undefined,
  purposes: readonly Purpose[],
): PendingRequest | undefined {
  const pending = world.issued.pendingRequests.get(id ?? '')
  if (pending === undefined || !purposes.includes(pending.purpose)) return undefined
  return world.clock.ageOf(pending.startedAt) > lifeMs ? undefined : pending
}
