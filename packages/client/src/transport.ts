import { askForToken, type GetToken } from './get-token.ts'
import { NoAnswer } from './problem.ts'
import { LONGEST_WAIT_MS, readProblem, readRetryAfterMs } from './retry-after.ts'
import type { Wait } from './wait.ts'

export type Fetch = (request: Request) => Promise<Response>

export interface TransportOptions {
  fetch: Fetch
  /** Undefined for the browser's cookie. */
  getToken: GetToken | undefined
  /** How often an answer with `Retry-After` is followed by another try. */
  retries: number
  wait: Wait
}

/** Something thrown that is neither the API's nor the network's, and reaches the caller as it is. */
export class Foreign {
  readonly reason: unknown

  constructor(reason: unknown) {
    this.reason = reason
  }
}

// RFC 9110, section 9.2.1; the API has no others.
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/**
 * Sends requests: with the cookie's guard or a token, once more where a claims challenge is met, and
 * again where the API asks to wait.
 *
 * The answers' bodies have come when it answers, so all that can go wrong on the way goes wrong in here.
 *
 * @throws {NoAnswer} there was no answer, or half of one.
 * @throws {Foreign} the call was given up, or there was no token.
 */
export function createTransport({ fetch, getToken, retries, wait }: TransportOptions): Fetch {
  async function exchange(request: Request, token: string | undefined): Promise<Response> {
    // A body can be sent once: what may be sent again is copied.
    const sent = getToken || retries > 0 ? request.clone() : request
    if (token !== undefined) sent.headers.set('Authorization', `Bearer ${token}`)
    try {
      return await readWhole(await fetch(sent))
    } catch (cause) {
      if (request.signal.aborted) throw new Foreign(request.signal.reason)
      throw new NoAnswer('There was no answer.', { cause })
    }
  }

  return async (request) => {
    const { signal } = request
    const wish = (claims?: string) =>
      getToken && orForeign(askForToken(getToken, { signal, ...(claims && { claims }) }))
    // A header that no cross-site form can send; every unsafe route asks for it where there is a cookie.
    if (!getToken && !SAFE_METHODS.includes(request.method)) request.headers.set('X-CSRF', '1')

    // Held for this call and no longer.
    let token = await wish()
    let mayAnswerChallenge = getToken !== undefined
    let left = isRepeatable(request) ? retries : 0
    for (;;) {
      const response = await exchange(request, token)
      const claims = mayAnswerChallenge ? await readChallenge(response) : undefined
      if (claims !== undefined) {
        // Nothing was done yet (401), so this is no question of what may be repeated.
        mayAnswerChallenge = false
        token = await wish(claims)
        continue
      }
      const waitMs = left > 0 ? await readRetryAfterMs(response) : undefined
      if (waitMs === undefined || waitMs > LONGEST_WAIT_MS) return response
      left -= 1
      await orForeign(wait(waitMs, signal))
    }
  }
}

/** What the API does once, however often it is asked: reading, and what carries a key. */
function isRepeatable({ method, headers }: Request): boolean {
  return SAFE_METHODS.includes(method) || (method === 'POST' && headers.has('Idempotency-Key'))
}

async function readChallenge(response: Response): Promise<string | undefined> {
  if (response.status !== 401) return undefined
  const problem = await readProblem(response)
  return problem?.code === 'claims_challenge' ? problem.claims : undefined
}

const BODILESS = [204, 205, 304]

async function readWhole(response: Response): Promise<Response> {
  // These may be given no body, not even the empty one that Chromium says they have.
  if (BODILESS.includes(response.status)) return response
  return new Response(await response.arrayBuffer(), response)
}

function orForeign<T>(work: Promise<T>): Promise<T> {
  return work.catch((reason: unknown) => {
    throw new Foreign(reason)
  })
}
