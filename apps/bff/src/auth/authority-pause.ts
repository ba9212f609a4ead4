import { setTimeout as waitFor } from 'node:timers/promises'
import { readRetryAfter } from '@vestibule/graph'
import { type Configuration, type CustomFetch, customFetch } from 'openid-client'
import type { Authority } from './authority.ts'
import { AuthorityError } from './authority-error.ts'

/** The token endpoint asks to come back later. */
export class AuthorityPauseError extends AuthorityError {
  /** Undefined where it names no pause that is worth telling. */
  readonly retryAfterSeconds: number | undefined

  constructor(retryAfterSeconds: number | undefined) {
    super('The sign-in service asks to come back later.')
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The pause that the authority asked for, however deep it lies in what went wrong. */
export function findPause(error: unknown): AuthorityPauseError | undefined {
  if (error instanceof AuthorityPauseError) return error
  return error instanceof Error ? findPause(error.cause) : undefined
}

/** A person looks at an empty page meanwhile; the request that is repeated has what is left of eight seconds. */
const LONGEST_WAIT_SECONDS = 5
/** Where no pause is named. */
const PAUSE_SECONDS = 10
/** Nobody who is told more stays to try again, and a day is more likely a mistake. */
const LONGEST_TOLD_SECONDS = 3600
/** Tokens are renewed five minutes before their end, so that keeping to this takes nobody's away. */
const LONGEST_REST_SECONDS = 300

interface Options {
  now: () => Date
  wait?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>
}

/**
 * An authority whose token requests keep to the pause it asks for (RFC 6585, 4; RFC 9110, 10.2.3). Nothing was redeemed
 * then: a sign-in waits for a short one and asks once more, since its code is good for minutes and the person is
 * there. Whatever else wants tokens asks nothing in this process until the pause is over. A sign-in is not held back by
 * it, since somebody has just clicked.
 */
export function withPauses(authority: Authority, options: Options): Authority {
  /** By token endpoint, in ms since 1970. */
  const restsUntil = new Map<string, number>()
  return {
    ...authority,
    async getConfiguration(tenantId) {
      const configuration = await authority.getConfiguration(tenantId)
      configuration[customFetch] = createFetch(configuration, restsUntil, options)
      return configuration
    },
  }
}

function createFetch(
  configuration: Configuration,
  restsUntil: Map<string, number>,
  { now, wait = (ms, signal) => waitFor(ms, undefined, { signal }) }: Options,
): CustomFetch {
  // `createAuthority` sets it: requests have limits of size and time there.
  const send = configuration[customFetch] as CustomFetch
  return async (address, options) => {
    if (!(options.body instanceof URLSearchParams)) return send(address, options)
    const isSignIn = options.body.get('grant_type') === 'authorization_code'
    const restMs = (restsUntil.get(address) ?? 0) - now().getTime()
    if (!isSignIn && restMs > 0) throw new AuthorityPauseError(Math.ceil(restMs / 1000))
    let answer = await send(address, options)
    let pause = readPause(answer)
    if (isSignIn && pause?.seconds !== undefined && pause.seconds <= LONGEST_WAIT_SECONDS) {
      await wait(pause.seconds * 1000, options.signal)
      answer = await send(address, options)
      pause = readPause(answer)
    }
    if (!pause) return answer
    const { seconds } = pause
    const rest = Math.min(seconds ?? PAUSE_SECONDS, LONGEST_REST_SECONDS)
    restsUntil.set(address, now().getTime() + rest * 1000)
    if (!isSignIn) throw new AuthorityPauseError(rest)
    const isTold = seconds !== undefined && seconds <= LONGEST_TOLD_SECONDS
    throw new AuthorityPauseError(isTold ? seconds : undefined)
  }
}

/** A 503 without a time is an outage like any other. */
function readPause({ status, headers }: Response): { seconds: number | undefined } | undefined {
  const seconds = readRetryAfter(headers.get('retry-after'))
  const isPause = status === 429 || (status === 503 && seconds !== undefined)
  return isPause ? { seconds } : undefined
}
