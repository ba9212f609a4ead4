import type { FastifyInstance } from 'fastify'
import type { World } from '../world/world.ts'
import { getTenantSegment } from './tenant-segment.ts'

/** The public keys: the current, the next and the retired ones, each with the issuer it signs for and without `alg`. */
export function registerKeys(app: FastifyInstance, world: World): void {
  app.get<{ Params: { tenant: string } }>('/:tenant/discovery/v2.0/keys', (request, reply) => {
    const { name, tenant } = getTenantSegment(world, request.params.tenant)
    const issuer = `${world.authorityOrigin}/${tenant === undefined ? '{tenantid}' : name}/v2.0`
    const { current, next, retired } = world.keys
    return reply
      .headers({ 'cache-control': 'max-age=86400, private', 'access-control-allow-origin': '*' })
      .send({ keys: [current, next, ...retired].map(({ jwk }) => ({ ...jwk, issuer })) })
  })
}
