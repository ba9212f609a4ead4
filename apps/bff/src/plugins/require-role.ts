import type { FastifyRequest } from 'fastify'
import { AppError } from '../app-error.ts'

/** A hook for routes behind `requireEntra`: whoever has one of these roles may go on. */
export function requireRole(...wanted: readonly string[]) {
  return async ({ caller }: FastifyRequest): Promise<void> => {
    const roles = await caller.readRoles()
    if (wanted.some((role) => roles.includes(role))) return
    throw new AppError('forbidden', { detail: `This needs the role ${wanted.join(' or ')}.` })
  }
}
