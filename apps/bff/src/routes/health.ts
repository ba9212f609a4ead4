import type { FastifyInstance } from 'fastify'
import type { AppContext } from '../context.ts'

/** For a supervisor: is the process alive, and can it serve people? */
export async function healthRoutes(app: FastifyInstance, context: AppContext) {
  const { store, vault, authority, stopping } = context
  app.get('/livez', { schema: { hide: true } }, async () => ({ status: 'ok' }))

  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    if (stopping.signal.aborted) return reply.code(503).send({ status: 'stopping' })
    const checks = {
      store: await passes(store.check().then(() => true)),
      keys: await passes(vault.checkKeys()),
      authority: await passes(authority.getConfiguration().then(() => true)),
    }
    const isReady = Object.values(checks).every((passed) => passed)
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unready', checks })
  })
}

function passes(check: Promise<boolean>): Promise<boolean> {
  return check.catch(() => false)
}
