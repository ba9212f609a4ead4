import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { toTransactionId } from '../auth/begin-sign-in.ts'
import { SignInError } from '../auth/sign-in-error.ts'
import type { AppConfig } from '../config/config.ts'
import { toRedirectUri } from '../config/redirect-uris.ts'
import type { AppContext } from '../context.ts'
import { redirectToSignIn } from './redirect-to-sign-in.ts'
import { toAnswerCookie, toTransactionCookie } from './transaction-cookie.ts'

/** All that an answer may say (RFC 6749, 4.1.2; RFC 9207, 2), and Entra's `session_state`. */
const FIELDS = ['code', 'state', 'error', 'error_description', 'iss', 'session_state']
const KEPT_SECONDS = 60
/** Browsers drop what is above 4096 bytes, name and value together, and say nothing. */
const MAX_COOKIE_LENGTH = 3800

/**
 * Where the browser posts the authority's answer (`response_mode=form_post`). It comes from another
 * site, so the session's cookie stays behind, which linking and a second answer need. What was posted
 * is kept in a cookie, and the browser sent to fetch itself at the same address, which then is a
 * navigation within reach of all cookies. So the code stands in no address, history or log.
 */
export async function authPostedAnswerRoutes(app: FastifyInstance, context: AppContext) {
  const { config } = context
  app.removeAllContentTypeParsers()
  await app.register(formbody, { bodyLimit: 16 * 1024 })

  app.post<{ Body: Record<string, unknown> | null }>(
    '/auth/callback',
    // The authority's page cannot send our header. What stands for it is the transaction's cookie.
    { schema: { hide: true }, config: { isPostedByAuthority: true } },
    async (request, reply) => {
      const { body } = request
      // Not 302: that one leaves it to the browser whether it posts again.
      reply.code(303)
      const state = body?.state
      if (typeof state !== 'string') {
        const missing = new SignInError('sign_in_not_started_here', 'The answer carries no state.')
        return redirectToSignIn(context, request, reply, missing)
      }
      const transactionId = toTransactionId(state)
      // Without it nothing is kept, and the way on says whether the answer was used or is another browser's.
      if (request.cookies[toTransactionCookie(config, transactionId).name] !== undefined) {
        const { name, options } = toAnswerCookie(config, transactionId)
        const value = toText(body ?? {})
        if (name.length + value.length > MAX_COOKIE_LENGTH) {
          const tooLong = new SignInError('sign_in_failed', 'The answer is too long for a cookie.')
          return redirectToSignIn(context, request, reply, tooLong)
        }
        reply.setCookie(name, value, { ...options, maxAge: KEPT_SECONDS })
      }
      return reply.redirect(`${toRedirectUri(config)}?${new URLSearchParams({ state })}`)
    },
  )
}

/** Of letters that a cookie may hold. A field that stands there twice stays so: whoever reads it refuses it. */
function toText(body: Record<string, unknown>): string {
  const text = new URLSearchParams()
  for (const name of FIELDS) {
    for (const value of [body[name] ?? []].flat()) text.append(name, String(value))
  }
  return Buffer.from(text.toString()).toString('base64url')
}

/** Takes the answer that was posted for this sign-in: as a query, and once. */
export function takePostedAnswer(
  config: AppConfig,
  request: FastifyRequest,
  reply: FastifyReply,
  state: string,
): string | undefined {
  const { name, options } = toAnswerCookie(config, toTransactionId(state))
  const value = request.cookies[name]
  if (value !== undefined) reply.clearCookie(name, options)
  return value && Buffer.from(value, 'base64url').toString()
}
