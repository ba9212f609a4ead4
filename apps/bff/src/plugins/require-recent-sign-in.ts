import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'

/**
 * A hook for routes behind `requireCaller` that do something grave: whoever sits down at an open
 * session cannot, the person themselves can after signing in once more. What counts is
 * when the password was given, or the ID token's `auth_time`, when the authority last asked the
 * person; not when our session began.
 */
export function requireRecentSignIn({ config, now }: Pick<AppContext, 'config' | 'now'>) {
  return (request: FastifyRequest, _reply: FastifyReply, done: HookHandlerDoneFunction) => {
    // A token lives for an hour or so, on no desk that somebody could sit down at.
    if (request.caller.kind !== 'session') return done()
    const { authenticatedAt, door } = request.signedIn
    if (authenticatedAt === null && door === 'entra') {
      const detail = 'ID tokens have no `auth_time`: add this optional claim to the registration.'
      return done(new AppError('not_configured', { detail }))
    }
    const ageMs = now().getTime() - Date.parse(authenticatedAt ?? '')
    const isRecent = ageMs <= config.stepUpMinutes * 60_000
    done(isRecent ? undefined : new AppError('step_up_required'))
  }
}
