import {
  Client,
  type GraphRequest,
  HTTPMessageHandler,
  ResponseType,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client'
import { BearerHandler } from './bearer-handler.ts'
import type { GraphGuard } from './graph-guard.ts'
import { SizeHandler } from './size-handler.ts'
import { TimeoutHandler } from './timeout-handler.ts'
import { toFailedResponse, toGraphRequestError } from './to-graph-request-error.ts'

export interface GraphOptions {
  /** Where Graph is: `https://graph.microsoft.com`, a sovereign one, or a local one. */
  baseUrl: string
  accessToken: string
  /** The time one attempt may take, in milliseconds. */
  timeoutMs: number
  /** How often a read is tried again that was throttled or met a busy Graph; once unless given. */
  retries?: number
  /** Told how each attempt went: the status, or that there was no answer. */
  onAnswer?: ((status: number | 'none') => void) | undefined
  /** Lets calls through, or fails them at once; without one all are made. */
  guard?: GraphGuard | undefined
  /** Aborted when nobody waits for the answers any more: a call that has not had its turn is not made. */
  signal?: AbortSignal | undefined
}

/** Graph, as one token sees it. */
export interface Graph {
  /**
   * Reads a path. `query` values are encoded here; the SDK would send them as they are.
   *
   * @throws {GraphRequestError} in every failing case.
   */
  get(
    path: string,
    query?: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<unknown>
  /**
   * Reads what is not JSON, such as a picture; undefined where there is none (404).
   *
   * @throws {GraphRequestError} in every other failing case.
   */
  readBytes(path: string): Promise<{ type: string; bytes: Buffer } | undefined>
  /**
   * Sends a body. Never repeated by itself: the first one may have had its effect.
   *
   * @throws {GraphRequestError} in every failing case.
   */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<unknown>
  /**
   * Changes what is named and leaves the rest. Never repeated by itself.
   *
   * @throws {GraphRequestError} in every failing case.
   */
  patch(path: string, body: unknown): Promise<void>
  /**
   * Never repeated by itself.
   *
   * @throws {GraphRequestError} in every failing case; `not_found` where it is gone already.
   */
  delete(path: string): Promise<void>
}

type ToRequest = (query?: string) => GraphRequest

const RETRIES = 1
// The SDK adds up to a second by chance.
const BASE_DELAY_SECONDS = 0
const LONGEST_WAIT_SECONDS = 2

/** A Graph client for one access token. Cheap: make one for each use. */
export function createGraph({
  baseUrl,
  accessToken,
  timeoutMs,
  retries = RETRIES,
  onAnswer = () => {},
  guard,
  signal,
}: GraphOptions): Graph {
  const bearer = new BearerHandler(baseUrl, accessToken)
  const retry = new RetryHandler(
    new RetryHandlerOptions(BASE_DELAY_SECONDS, retries, isWorthWaitingFor),
  )
  const timeout = new TimeoutHandler(timeoutMs, onAnswer)
  bearer.setNext(retry)
  retry.setNext(timeout)
  const size = new SizeHandler()
  timeout.setNext(size)
  size.setNext(new HTTPMessageHandler())
  const client = Client.initWithMiddleware({ baseUrl, defaultVersion: 'v1.0', middleware: bearer })

  /** With its tries and the whole of its answer. */
  function call<T>(path: string, send: (api: ToRequest) => Promise<T>): Promise<T> {
    const toAnswer = async () => {
      try {
        return await send((query = '') => client.api(path + query))
      } catch (cause) {
        throw toGraphRequestError(cause)
      }
    }
    return guard ? guard.pass(path, toAnswer, signal) : toAnswer()
  }

  return {
    get(path, query = {}, headers = {}) {
      return call(path, (api) => api(toQueryString(query)).headers(headers).get())
    },
    post(path, body, headers = {}) {
      return call(path, (api) => api().headers(headers).post(body))
    },
    async patch(path, body) {
      await call(path, (api) => api().patch(body))
    },
    async delete(path) {
      await call(path, (api) => api().delete())
    },
    readBytes(path) {
      return call(path, async (api) => {
        // RAW: with any other kind the SDK loses the code and the text of an error.
        const response: Response = await api().responseType(ResponseType.RAW).get()
        if (response.status === 404) return undefined
        if (!response.ok) throw toFailedResponse(response)
        return {
          type: response.headers.get('content-type') ?? 'application/octet-stream',
          bytes: Buffer.from(await response.arrayBuffer()),
        }
      })
    },
  }
}

/** A person waits for the answer: a longer pause is theirs to decide, so it is reported instead. */
function isWorthWaitingFor(
  _delay: number,
  _attempt: number,
  _request: unknown,
  options: RequestInit | undefined,
  response: Response | undefined,
): boolean {
  if ((options?.method ?? 'GET') !== 'GET') return false
  const retryAfter = response?.headers.get('retry-after')
  return !retryAfter || Number(retryAfter) <= LONGEST_WAIT_SECONDS
}

function toQueryString(query: Record<string, string>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}
