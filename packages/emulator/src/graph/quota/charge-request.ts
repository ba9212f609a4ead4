import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Charge } from '../../world/quotas.ts'
import type { Tenant } from '../../world/tenant.ts'
import type { World } from '../../world/world.ts'
import { GraphError } from '../graph-error.ts'
import { type RequestCost, readRequestCost } from './request-cost.ts'

/** Published as small, medium and large; where one ends and the next begins is not. */
function getUnitLimit({ users }: Tenant): number {
  if (users.length < 50) return 3500
  return users.length <= 500 ? 5000 : 8000
}

/** https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits */
function listCharges(
  { tenant, clientId }: { tenant: Tenant; clientId: string },
  { units, isWrite }: RequestCost,
): Charge[] {
  const ids = `${clientId}/${tenant.id}`
  const read: Charge = {
    key: `units ${ids}`,
    amount: units,
    limit: getUnitLimit(tenant),
    seconds: 10,
    scope: `Tenant_Application/ReadWrite/${ids}`,
    information: 'ResourceUnitLimitExceeded',
  }
  if (!isWrite) return [read]
  const write = { amount: 1, information: 'WriteLimitExceeded' }
  return [
    read,
    {
      ...write,
      key: `writes ${ids}`,
      limit: 3000,
      seconds: 150,
      scope: `Tenant_Application/Write/${ids}`,
    },
    {
      ...write,
      key: `writes ${tenant.id}`,
      limit: 18_000,
      seconds: 300,
      scope: `Tenant/Write/${ids}`,
    },
  ]
}

const headersOf = new WeakMap<FastifyRequest, Record<string, string>>()

/** Draws on the limits of the caller's application and tenant. Throws 429 when one of them is used up. */
export function chargeRequest(
  world: World,
  request: FastifyRequest,
  caller: { tenant: Tenant; clientId: string },
): void {
  const cost = readRequestCost(request)
  if (cost === undefined) return
  const headers: Record<string, string> = { 'x-ms-resource-unit': String(cost.units) }
  headersOf.set(request, headers)
  if (world.settings.quotas === 'none') return
  const charged = world.quotas.charge(listCharges(caller, cost), world.clock.now())
  if ('refusedBy' in charged) {
    throw new GraphError(429, 'TooManyRequests', 'Please retry again later.', {
      'retry-after': String(charged.retryAfterSeconds),
      'x-ms-throttle-scope': charged.refusedBy.scope,
      'x-ms-throttle-information': charged.refusedBy.information,
    })
  }
  // The service warns from four fifths on.
  if (charged.usedShare < 0.8) return
  headers['x-ms-throttle-limit-percentage'] = charged.usedShare.toFixed(1)
}

/** Answers say what they cost, and how near the limit is. */
export function showCosts(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    const headers = headersOf.get(request)
    if (headers !== undefined) reply.headers(headers)
  })
}
