import type { FastifyInstance } from 'fastify'
import type { World } from '../world/world.ts'
import { toParameters } from './parameters.ts'

/**
 * Tells Microsoft's libraries which host names are one cloud, and where a tenant's metadata is. They ask before
 * they trust an authority they do not know by heart.
 */
export function registerInstanceDiscovery(app: FastifyInstance, world: World): void {
  app.get<{ Params: { tenant: string } }>('/:tenant/discovery/instance', (request, reply) => {
    const { authorization_endpoint: endpoint = '' } = toParameters(request.query)
    const tenant = /^https?:\/\/[^/]+\/([^/]+)\//.exec(endpoint)?.[1] ?? 'common'
    const { host } = new URL(world.authorityOrigin)
    return reply.header('access-control-allow-origin', '*').send({
      tenant_discovery_endpoint: `${world.authorityOrigin}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    })
  })
}
