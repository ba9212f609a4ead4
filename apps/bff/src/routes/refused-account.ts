import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignInError } from '../auth/sign-in-error.ts'
import { TenantNotAllowedError } from '../auth/tenant-error.ts'
import type { AppContext } from '../context.ts'
import { toCookieOptions } from '../plugins/session.ts'

/** A minute is enough to get from here to the page. */
const LIFE_SECONDS = 60
const LONGEST = 320

/**
 * Which account was refused, for the page that says so: people with several do not see which one Microsoft
 * took. It goes by a cookie, since an address can be written by anybody and stays in the history.
 */
export function noteRefusedAccount(
  { config }: AppContext,
  reply: FastifyReply,
  { cause }: SignInError,
): void {
  if (!(cause instanceof TenantNotAllowedError) || !cause.account) return
  reply.setCookie(toName(config.appOrigin), cause.account.slice(0, LONGEST), {
    ...toCookieOptions(config.appOrigin),
    maxAge: LIFE_SECONDS,
  })
}

/** Says it once. */
export function takeRefusedAccount(
  { config }: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
): string | undefined {
  const name = toName(config.appOrigin)
  const account = request.cookies[name]
  if (account === undefined) return undefined
  reply.clearCookie(name, toCookieOptions(config.appOrigin))
  return account.slice(0, LONGEST)
}

function toName(appOrigin: string): string {
  const { protocol, port } = new URL(appOrigin)
  return protocol === 'https:' ? '__Host-vr' : `vr-${port || 80}`
}
