import type { CookieSerializeOptions } from '@fastify/cookie'
import type { AppConfig } from '../config/config.ts'
import { toCookieOptions } from '../plugins/session.ts'

interface TransactionCookie {
  name: string
  options: CookieSerializeOptions
}

type Place = Pick<AppConfig, 'appOrigin'>

/**
 * The cookie of one started sign-in; one a transaction, so that several tabs can sign in side by side.
 * Lax where the answer is a navigation from the authority's site. A form that is posted from there
 * brings no Lax cookie along, and browsers take `None` with `Secure` alone, on this machine as well.
 */
export function toTransactionCookie(
  config: Place & Pick<AppConfig, 'responseMode'>,
  transactionId: string,
): TransactionCookie {
  const cookie = toCookie(config, 'vt', transactionId)
  if (config.responseMode === 'query') return cookie
  return { ...cookie, options: { ...cookie.options, sameSite: 'none', secure: true } }
}

/** The same of a started consent, which is answered by navigation always. */
export function toConsentCookie(config: Place, transactionId: string): TransactionCookie {
  return toCookie(config, 'vt', transactionId)
}

/** What keeps a posted answer until the browser comes for it with its own cookies. */
export function toAnswerCookie(config: Place, transactionId: string): TransactionCookie {
  return toCookie(config, 'va', transactionId)
}

function toCookie({ appOrigin }: Place, kind: string, transactionId: string): TransactionCookie {
  const options = toCookieOptions(appOrigin)
  return { name: `${options.secure ? '__Host-' : ''}${kind}-${transactionId}`, options }
}
