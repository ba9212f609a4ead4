import fastifyCors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { AppContext } from '../context.ts'

/** Lets the SPA call from an origin of its own, if it has one, with the cookie. Nobody else. */
export const cors = fp(
  async (app: FastifyInstance, { config }: AppContext) => {
    if (config.webOrigin === config.appOrigin) return
    await app.register(fastifyCors, {
      origin: [config.webOrigin],
      credentials: true,
      methods: ['GET', 'POST', 'PATCH', 'DELETE'],
      allowedHeaders: ['content-type', 'x-csrf', 'x-background'],
      exposedHeaders: ['x-request-id', 'retry-after'],
      maxAge: 600,
    })
  },
  { name: 'cors' },
)
