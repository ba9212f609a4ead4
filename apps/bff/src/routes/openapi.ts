import type { FastifyInstance } from 'fastify'

/** The OpenAPI document of this very process. */
export async function openapiRoutes(app: FastifyInstance) {
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
