import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { AppContext } from '../context.ts'

/** Counts requests by the pattern of their route: what was asked for may name somebody. */
export const countRequests = fp(
  async (app: FastifyInstance, { config, metrics }: AppContext) => {
    if (config.metricsPort === undefined) return
    app.addHook('onResponse', (request, reply, done) => {
      const { method, routeOptions } = request
      const labels = { method, route: routeOptions.url ?? 'none' }
      metrics.httpRequests.inc({ ...labels, status: reply.statusCode })
      metrics.httpSeconds.observe(labels, reply.elapsedTime / 1000)
      done()
    })
  },
  { name: 'count-requests' },
)
