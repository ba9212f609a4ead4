import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { AppContext } from '../context.ts'

/**
 * A page asked for under another host name (127.0.0.1, say) leads to the configured one. Cookies belong
 * to a host name: on another one a sign-in would lose its transaction, and nobody would be signed in.
 */
export const ownHost = fp(
  async (app: FastifyInstance, { config }: AppContext) => {
    const ownHosts = [config.appOrigin, config.webOrigin].map((origin) => new URL(origin).host)
    app.addHook('onRequest', (request, reply, done) => {
      const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html')
      if (!isPage || ownHosts.includes(request.host)) return done()
      // `//evil.example` is a path here and must stay one.
      reply.redirect(config.appOrigin + request.url.replace(/^[/\\]+/, '/'))
    })
  },
  { name: 'own-host' },
)
