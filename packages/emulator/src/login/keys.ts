import type { FastifyInstance } from 'fastify'
import type { World } from '../world/world.ts'
import { toSegmentIssuer } from './issuer.ts'
import { getTenantSegment } from './tenant-segment.ts'

/**
 * The public keys, each with the issuer it signs for and without `alg`: the current, the next and the retired ones; of
 * customers their own one.
 */
export function registerKeys(app: FastifyInstance, world: World): void {
  app.get<{ Params: { tenant: string } }>('/:tenant/discovery/v2.0/keys', (request, reply) => {
    const segment = getTenantSegment(world, request.params.tenant)
    const issuer = toSegmentIssuer(world, segment)
    const { current, next, retired, customers } = world.keys
    const keys = segment.tenant?.isForCustomers ? [customers] : [current, next, ...retired]
    return reply
      .headers({ 'cache-control': 'max-age=86400, private', 'access-control-allow-origin': '*' })
      .send({ keys: keys.map(({ jwk }) => ({ ...jwk, issuer })) })
  })
}
