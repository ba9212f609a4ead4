import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignInError, SignInFailure } from '../auth/sign-in-error.ts'
import type { AppContext } from '../context.ts'
import { noteRefusedAccount } from './refused-account.ts'

/** Nobody can sign in until somebody acts. */
const NEEDS_OPERATOR = new Set<SignInFailure>(['not_configured', 'overloaded'])

/** A sign-in that failed ends on the sign-in page, which tells why and what to quote. */
export function redirectToSignIn(
  context: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  error: SignInError,
  returnTo = '/',
) {
  const level = NEEDS_OPERATOR.has(error.failure) ? 'error' : 'warn'
  request.log[level]({ failure: error.failure, err: error }, 'sign-in failed')
  noteRefusedAccount(context, reply, error)
  const query = new URLSearchParams({ error: error.failure, ref: request.id })
  if (error.aadsts !== undefined) query.set('aadsts', String(error.aadsts))
  if (error.retryAfterSeconds !== undefined) {
    query.set('retryAfter', String(error.retryAfterSeconds))
  }
  if (returnTo !== '/') query.set('returnTo', returnTo)
  return reply.redirect(`${context.config.webOrigin}/sign-in?${query}`)
}
