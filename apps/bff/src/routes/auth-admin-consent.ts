import { consumeSignInTransaction, saveAdminConsent } from '@vestibule/store'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { toRoles } from '../accounts/role-grants.ts'
import { beginAdminConsent } from '../auth/begin-admin-consent.ts'
import { SIGN_IN_LIFE_MS, toTransactionId } from '../auth/begin-sign-in.ts'
import { toAdminConsentRedirectUri } from '../config/redirect-uris.ts'
import type { AppContext } from '../context.ts'
import { ADMIN_CONSENT_PATH } from '../setup/read-setup.ts'
import { toConsentCookie } from './transaction-cookie.ts'

type Outcome = 'granted' | 'refused' | 'failed'

/** Sends an administrator to the consent page of their own organisation, and brings them back. */
export async function authAdminConsentRoutes(app: FastifyInstance, context: AppContext) {
  const { config, store, authority, now } = context
  const redirectUri = toAdminConsentRedirectUri(config)

  app.get(ADMIN_CONSENT_PATH, { schema: { hide: true } }, async (request, reply) => {
    const tenantId = request.session.current?.entra?.tenantId
    if (!tenantId) return reply.redirect('/auth/login?returnTo=/setup')
    const started = await beginAdminConsent(
      { db: store.db, authority, redirectUri },
      { tenantId, clientId: config.clientId, resource: config.graph.resource },
      now(),
    ).catch((error: unknown) => {
      request.log.warn({ err: error }, 'the consent page could not be reached')
      return undefined
    })
    if (!started) return leave(context, request, reply, 'failed')
    const cookie = toConsentCookie(config, started.transactionId)
    return reply
      .setCookie(cookie.name, started.browserSecret, {
        ...cookie.options,
        maxAge: SIGN_IN_LIFE_MS / 1000,
      })
      .redirect(started.url)
  })

  app.get<{ Querystring: Record<string, unknown> }>(
    `${ADMIN_CONSENT_PATH}/callback`,
    { schema: { hide: true } },
    async (request, reply) => {
      const { current } = request.session
      const { state, tenant, admin_consent: consent, error } = request.query
      if (!current?.entra) return reply.redirect('/auth/login?returnTo=/setup')
      if (typeof state !== 'string' || !(await consume(context, request, reply, state))) {
        return leave(context, request, reply, 'failed')
      }
      // The answer is not signed: it is noted for the session's own organisation or for none, and
      // what it says is proved by calls (the Setup page makes them).
      const { tenantId } = current.entra
      const isOurs = tenant === undefined || tenant === tenantId
      const isGranted = isOurs && error === undefined && consent === 'True' && tenant === tenantId
      const outcome: Outcome = isGranted ? 'granted' : isOurs && error ? 'refused' : 'failed'
      // Whoever is no administrator cannot answer for the organisation, only be turned away.
      if (outcome !== 'failed' && toRoles(current.entra.roleGrants).includes('Admin')) {
        await saveAdminConsent(store.db, {
          tenantId,
          answer: outcome,
          answeredAt: now().toISOString(),
          personId: current.person.id,
        })
      }
      return leave(context, request, reply, outcome)
    },
  )
}

async function consume(
  { config, store, now }: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  state: string,
): Promise<boolean> {
  const cookie = toConsentCookie(config, toTransactionId(state))
  const browserSecret = request.cookies[cookie.name]
  const { outcome } = await consumeSignInTransaction(store.db, {
    state,
    browserSecret,
    purposes: ['admin_consent'],
    now: now().toISOString(),
  })
  if (browserSecret !== undefined) reply.clearCookie(cookie.name, cookie.options)
  return outcome === 'consumed'
}

/** Nothing the authority wrote is repeated. */
function leave(
  { config }: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome,
) {
  request.log.info({ outcome }, 'admin consent')
  return reply.redirect(`${config.webOrigin}/setup?consent=${outcome}`)
}
