import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import { AppError } from '../app-error.ts'

/**
 * A hook for routes behind `requireSession` that need the person's Microsoft tokens: only a session
 * that came in by that door has any.
 */
export function requireEntra(
  { signedIn }: FastifyRequest,
  _reply: FastifyReply,
  done: HookHandlerDoneFunction,
) {
  if (signedIn.door === 'entra' && signedIn.entra) return done()
  const detail = signedIn.entra
    ? 'You are signed in with your password. This needs a sign-in with Microsoft.'
    : 'Your account has no Microsoft account yet. Link one, and you can see this.'
  done(new AppError('entra_account_required', { detail }))
}
