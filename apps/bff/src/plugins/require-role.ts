import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import { toRoles } from '../accounts/role-grants.ts'
import { AppError } from '../app-error.ts'

/** A hook for routes behind `requireEntra`: whoever has one of these roles may go on. */
export function requireRole(...wanted: readonly string[]) {
  return (
    { signedIn }: FastifyRequest,
    _reply: FastifyReply,
    done: HookHandlerDoneFunction,
  ): void => {
    const roles = toRoles(signedIn.entra?.roleGrants ?? [])
    const isAllowed = wanted.some((role) => roles.includes(role))
    const detail = `This needs the role ${wanted.join(' or ')}.`
    done(isAllowed ? undefined : new AppError('forbidden', { detail }))
  }
}
