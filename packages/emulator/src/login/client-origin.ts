import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ApplicationRegistration, getPlatform } from '../world/application.ts'
import { EntraError } from './entra-error.ts'

const withoutPort = (origin: string): string => origin.replace(/^(https?:\/\/localhost):\d+$/, '$1')

/** Lets a page read the answer when it lives where one of its redirect URIs does; `localhost` on any port. */
export function allowOwnPages(
  request: FastifyRequest,
  reply: FastifyReply,
  application: ApplicationRegistration | undefined,
): void {
  const { origin } = request.headers
  if (application === undefined || origin === undefined) return
  if (getPlatform(application) !== 'spa') return
  const own = application.redirectUris.spa.map((uri) => withoutPort(new URL(uri).origin))
  if (!own.includes(withoutPort(origin))) return
  reply.headers({ 'access-control-allow-origin': origin, vary: 'Origin' })
}

/**
 * What was issued to a page is redeemed by a page, which its browser tells by an `Origin` header, and what was
 * issued to another client is not. Throws AADSTS9002327 and 9002326.
 */
export function checkOrigin(request: FastifyRequest, application: ApplicationRegistration): void {
  const { origin } = request.headers
  const isPage = getPlatform(application) === 'spa'
  if (isPage && origin === undefined) throw new EntraError(9002327)
  if (!isPage && origin !== undefined) throw new EntraError(9002326, { origin })
}
