import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignInError } from '../auth/sign-in-error.ts'
import type { AppContext } from '../context.ts'

/** A sign-in that failed ends on the sign-in page, which tells why and what to quote. */
export function redirectToSignIn(
  { config }: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  error: SignInError,
  returnTo = '/',
) {
  // Nobody can sign in until an operator acts.
  const level = error.failure === 'not_configured' ? 'error' : 'warn'
  request.log[level]({ failure: error.failure, err: error }, 'sign-in failed')
  const query = new URLSearchParams({ error: error.failure, ref: request.id })
  if (returnTo !== '/') query.set('returnTo', returnTo)
  return reply.redirect(`${config.webOrigin}/sign-in?${query}`)
}
