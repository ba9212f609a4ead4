import createFetchClient, { type Client } from 'openapi-fetch'
import type { GetToken } from './get-token.ts'
import type { paths } from './openapi.d.ts'
import { createTransport, type Fetch } from './transport.ts'
import { type Wait, waitByTimer } from './wait.ts'

export interface ClientOptions {
  /** The origin of the API, such as `https://vestibule.example`; empty for the page's own. */
  baseUrl?: string
  /**
   * Answers the access token that every request carries as `Authorization: Bearer`. Without it the
   * client is a page's own, and the browser sends its cookie.
   */
  getToken?: GetToken
  /** Called for every request that is sent; the platform's `fetch` unless given. */
  fetch?: Fetch
  /**
   * How often a call is repeated that was answered by 429 or 503 with `Retry-After`, if it may be: it
   * reads, or it is a POST with an idempotency key. 2 unless given; 0 without `getToken`.
   */
  retries?: number
  /** Waits between two tries, and two looks at a batch; the platform's timer unless given. */
  wait?: Wait
}

/** What the operations are made of. */
export interface Connection {
  baseUrl: string
  http: Client<paths>
  wait: Wait
}

const RETRIES_WITH_TOKEN = 2

/** @throws {TypeError} a token would be sent to no address, or in the clear. */
export function createConnection({
  baseUrl = '',
  getToken,
  fetch = (request) => globalThis.fetch(request),
  retries = getToken ? RETRIES_WITH_TOKEN : 0,
  wait = waitByTimer,
}: ClientOptions): Connection {
  if (getToken) assertConfidential(baseUrl)
  const origin = baseUrl.replace(/\/+$/, '')
  const http = createFetchClient<paths>({
    baseUrl: origin,
    fetch: createTransport({ fetch, getToken, retries, wait }),
    ...(getToken
      ? // The API redirects nobody: where somebody else does, the token stays here.
        { credentials: 'omit', redirect: 'error' }
      : // The cookie belongs to the application's origin, which may differ from the page's.
        { credentials: 'include' }),
  })
  return { baseUrl: origin, http, wait }
}

/** RFC 6750, section 5.3: always by TLS. What stays on this machine is nobody else's to read. */
function assertConfidential(baseUrl: string): void {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url?.hostname ?? '')
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return
  throw new TypeError('With getToken, baseUrl has to be the https address of the API.')
}
