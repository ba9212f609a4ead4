import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { AppContext } from '../context.ts'

/** For a supervisor: is the process alive, and can it serve people? */
export async function healthRoutes(app: FastifyInstance, { store, vault, authority }: AppContext) {
  app.get('/livez', { schema: { hide: true } }, async () => ({ status: 'ok' }))

  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const checks = {
      store: await passes(sql`select 1`.execute(store.db).then(() => true)),
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
