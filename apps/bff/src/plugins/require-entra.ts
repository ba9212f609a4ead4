import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import { AppError } from '../app-error.ts'

/**
 * A hook for routes behind `requireCaller` that need the caller's Microsoft tokens: a session has some
 * only if it came in by that door.
 */
export function requireEntra(
  { caller, signedIn }: FastifyRequest,
  _reply: FastifyReply,
  done: HookHandlerDoneFunction,
) {
  if (caller.kind !== 'session' || (signedIn.door === 'entra' && signedIn.entra)) return done()
  const detail = signedIn.entra
    ? 'You are signed in with your password. This needs a sign-in with Microsoft.'
    : 'Your account has no Microsoft account yet. Link one, and you can see this.'
  done(new AppError('entra_account_required', { detail }))
}
