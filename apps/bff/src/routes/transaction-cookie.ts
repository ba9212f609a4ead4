import type { CookieSerializeOptions } from '@fastify/cookie'
import type { AppConfig } from '../config/config.ts'
import { toCookieOptions } from '../plugins/session.ts'

/**
 * The cookie of one started sign-in. Lax, since the answer is a navigation from the authority's
 * site; one a transaction, so that several tabs can sign in side by side.
 */
export function toTransactionCookie(
  { appOrigin }: AppConfig,
  transactionId: string,
): { name: string; options: CookieSerializeOptions } {
  const options = toCookieOptions(appOrigin)
  return { name: `${options.secure ? '__Host-' : ''}vt-${transactionId}`, options }
}
