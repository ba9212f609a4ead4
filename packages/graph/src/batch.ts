import type { Graph } from './create-graph.ts'
import { GraphRequestError } from './graph-request-error.ts'
import { readRetryAfter } from './read-retry-after.ts'

/** How many requests Graph takes at once. */
export const BATCH_SIZE = 20

export interface BatchCall {
  method: 'GET' | 'PATCH' | 'POST'
  /** Below the version, such as `/users/x?$select=id`. */
  url: string
  body?: object
}

/** What Graph answered to one call of a batch. */
export interface BatchAnswer {
  status: number
  body: unknown
  /** Graph's own error code, where it failed. */
  code: string | null
  requestId: string | null
  retryAfterSeconds: number | undefined
  /** How much of a limit was used with it, 1 for all: Graph says so from four fifths on. */
  usedShare: number | undefined
}

/**
 * Sends up to twenty calls as one. Each is judged for itself: the whole may have succeeded while calls
 * in it were throttled or refused.
 *
 * The SDK's `BatchRequestContent` is not used: it writes the version into the addresses, which Graph
 * refuses (microsoftgraph/msgraph-sdk-javascript#1178).
 *
 * @returns the answers in the order of the calls; undefined where Graph said nothing of one, which is
 * no success.
 * @throws {GraphRequestError} the whole failed: none of them may have had an effect, or all.
 */
export async function sendBatch(
  graph: Graph,
  calls: readonly BatchCall[],
): Promise<(BatchAnswer | undefined)[]> {
  if (calls.length > BATCH_SIZE) throw new RangeError(`Graph takes ${BATCH_SIZE} calls at once.`)
  const requests = calls.map(({ method, url, body }, index) => ({
    id: String(index),
    method,
    url,
    ...(body && { body, headers: { 'Content-Type': 'application/json' } }),
  }))
  // People who wait for a page come first.
  const answer = await graph.post('/$batch', { requests }, { 'x-ms-throttle-priority': 'low' })
  const responses = (answer as { responses?: unknown } | null)?.responses
  if (!Array.isArray(responses)) {
    throw new GraphRequestError('unavailable', 'The answer to a batch holds no responses.')
  }
  const answers = new Map<string, BatchAnswer>()
  for (const response of responses) {
    const read = readAnswer(response)
    if (read) answers.set(read.id, read.answer)
  }
  return requests.map(({ id }) => answers.get(id))
}

interface Response {
  id?: unknown
  status?: unknown
  headers?: Record<string, string>
  body?: { error?: { code?: unknown; innerError?: { 'request-id'?: unknown } } }
}

function readAnswer(response: Response): { id: string; answer: BatchAnswer } | undefined {
  const { id, status, body } = response
  if (typeof id !== 'string' || typeof status !== 'number') return undefined
  const headers = new Headers(response.headers)
  const requestId = headers.get('request-id') ?? body?.error?.innerError?.['request-id']
  const code = body?.error?.code
  return {
    id,
    answer: {
      status,
      body,
      code: typeof code === 'string' ? code : null,
      requestId: typeof requestId === 'string' ? requestId : null,
      retryAfterSeconds: readRetryAfter(headers.get('retry-after')),
      usedShare: Number(headers.get('x-ms-throttle-limit-percentage')) || undefined,
    },
  }
}
