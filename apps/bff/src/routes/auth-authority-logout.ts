import formbody from '@fastify/formbody'
import { endAuthoritySessions, useLogoutToken } from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../app-error.ts'
import { listIssuers } from '../auth/list-issuers.ts'
import { createLogoutTokenVerifier, LogoutTokenError } from '../auth/logout-token.ts'
import { toTenantId } from '../auth/to-tenant-id.ts'
import type { AppContext } from '../context.ts'
import { createQuietLimit } from '../plugins/rate-limit.ts'

const SESSION_ID = /^[\w.:-]{1,200}$/

/** Where the authority tells that a person has signed out there. No cookie of ours comes along. */
export async function authAuthorityLogoutRoutes(app: FastifyInstance, context: AppContext) {
  const { config, authority, store, metrics, now } = context
  const verify = createLogoutTokenVerifier(authority, config.clientId)
  // Its own page loads ours in a hidden frame: nobody else may.
  const frameHeaders = {
    'content-security-policy': `default-src 'none'; frame-ancestors ${config.authority.origin}`,
  }
  await app.register(formbody, { bodyLimit: 16 * 1024 })
  const isTooOften = await createQuietLimit(app, context)

  // OpenID Connect Front-Channel Logout 1.0. Entra sends `sid` alone, so `iss` is checked if it comes.
  app.get<{ Querystring: Record<string, unknown> }>(
    '/auth/frontchannel-logout',
    { schema: { hide: true } },
    async (request, reply) => {
      const { sid, iss } = request.query
      // Anybody may call it, as often as they like: most of it costs nothing.
      const isSid = typeof sid === 'string' && SESSION_ID.test(sid)
      if (isSid && !(await isTooOften(request))) {
        const issuers = (await listIssuers(authority)).filter(
          (one) => iss === undefined || iss === one,
        )
        for (const issuer of issuers) {
          const named = { tenantId: toTenantId(issuer), authoritySessionId: sid }
          const ended = await endAuthoritySessions(store.db, named, now().toISOString())
          metrics.sessionsEnded.inc({ reason: 'authority' }, ended)
          request.log.info({ ended }, 'signed out at the authority')
        }
      }
      // Whether there was such a session is nobody's business.
      reply.removeHeader('x-frame-options')
      return reply.headers(frameHeaders).type('text/plain; charset=utf-8').send('')
    },
  )

  app.post<{ Body: Record<string, unknown> | null }>(
    '/auth/backchannel-logout',
    { schema: { hide: true } },
    async ({ body, log }, reply) => {
      if (typeof body?.logout_token !== 'string') throw new AppError('invalid_request')
      const token = await verify(body.logout_token).catch((cause: unknown) => {
        if (cause instanceof LogoutTokenError) throw new AppError('invalid_request', { cause })
        throw cause
      })
      // Both or neither: a token that could not be acted on may come again.
      const ended = await store.db.transaction().execute(async (tx) => {
        const isFirst = await useLogoutToken(tx, {
          ...token,
          expiresAt: token.expiresAt.toISOString(),
        })
        if (!isFirst) throw new AppError('invalid_request', { detail: 'It was used before.' })
        const named = { ...token, tenantId: toTenantId(token.issuer) }
        return endAuthoritySessions(tx, named, now().toISOString())
      })
      metrics.sessionsEnded.inc({ reason: 'authority' }, ended)
      log.info({ ended }, 'signed out by the authority')
      return reply.send()
    },
  )
}
