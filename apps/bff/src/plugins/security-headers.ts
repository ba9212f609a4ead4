import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { AppContext } from '../context.ts'

/** The headers every reply carries, whatever its kind and status. */
export const securityHeaders = fp(
  async (app: FastifyInstance, { config }: AppContext) => {
    const isHttps = config.appOrigin.startsWith('https:')
    await app.register(helmet, {
      contentSecurityPolicy: {
        // helmet's defaults allow inline styles.
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          requireTrustedTypesFor: ["'script'"],
          trustedTypes: ["'none'"],
        },
      },
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      // A return path may say what somebody looked at: it goes to no other site.
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: isHttps && { maxAge: 63_072_000, includeSubDomains: false },
      xFrameOptions: { action: 'deny' },
    })
    app.addHook('onSend', async (_request, reply) => {
      reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()')
      // Whoever sets no rule of its own is of one person: no cache keeps it.
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    })
  },
  { name: 'security-headers' },
)
