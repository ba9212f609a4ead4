import type { FastifyReply, FastifyRequest } from 'fastify'
import { SignInError } from '../auth/sign-in-error.ts'
import type { AppContext } from '../context.ts'
import { toCookieOptions } from '../plugins/session.ts'

/** So many sign-ins may begin by themselves within this time. The next one is broken off. */
const MAX_STARTS = 5
const WINDOW_MS = 5000

/**
 * Breaks a sign-in that begins by itself over and over: each one seems to succeed, and something asks for
 * another at once, while the person sees a page that flickers. What a person clicks is not counted.
 *
 * The browser counts in a cookie, as the times of the last starts. Whoever writes another into it only
 * lets their own browser run in a circle.
 *
 * @throws {SignInError} `sign_in_loop`
 */
export function breakSignInLoop(
  { config, now }: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  if (!isAutomatic(request)) return
  const name = toName(config.appOrigin)
  const at = now().getTime()
  const starts = readStarts(request.cookies[name]).filter(
    (start) => start <= at && start > at - WINDOW_MS,
  )
  if (starts.length >= MAX_STARTS) {
    throw new SignInError('sign_in_loop', `${MAX_STARTS} sign-ins have begun by themselves.`)
  }
  reply.setCookie(name, [...starts, at].map((start) => start.toString(36)).join('.'), {
    ...toCookieOptions(config.appOrigin),
    maxAge: WINDOW_MS / 1000,
  })
}

/**
 * A browser says of a navigation that a person began it, and goes on saying so through redirects
 * (https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-user-header). One that says nothing of its
 * navigations at all is taken at its best. Safari tells the rest but not that (WebKit 247697): all of its
 * starts count, and six within five seconds are more than anybody clicks on the way through another site.
 */
function isAutomatic({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-user'] !== '?1'
}

function readStarts(value = ''): number[] {
  return value.split('.').map((start) => Number.parseInt(start, 36))
}

/** Short: it is sent beside those of every tab that is signing in. */
function toName(appOrigin: string): string {
  const { protocol, port } = new URL(appOrigin)
  return protocol === 'https:' ? '__Host-vl' : `vl-${port || 80}`
}
