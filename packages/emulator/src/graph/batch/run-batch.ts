import { randomUUID } from 'node:crypto'
import { GraphError, toGraphErrorBody } from '../graph-error.ts'
import type { BatchItem } from './parse-batch.ts'

export interface BatchResponse {
  id: string
  status: number
  headers: Record<string, string>
  body?: unknown
}

/** What an item became, as an HTTP answer. */
export interface ItemAnswer {
  status: number
  headers: Record<string, string | undefined>
  content: Buffer
}

export type SendItem = (item: BatchItem) => Promise<ItemAnswer>

/** Spelled as the service does: clients look for `Content-Type` in exactly this letter case. */
const shownHeaders = [
  'Cache-Control',
  'Content-Type',
  'ETag',
  'Location',
  'OData-Version',
  'Retry-After',
  'WWW-Authenticate',
  'x-ms-resource-unit',
  'x-ms-throttle-information',
  'x-ms-throttle-limit-percentage',
  'x-ms-throttle-scope',
]

function toHeaders(headers: ItemAnswer['headers']): Record<string, string> {
  return Object.fromEntries(
    shownHeaders.flatMap((name) => {
      const value = headers[name.toLowerCase()]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** JSON as it is, everything else as base64. */
function toBody(contentType: string, content: Buffer): unknown {
  if (!/^application\/json/i.test(contentType)) return content.toString('base64')
  return JSON.parse(content.toString())
}

function toResponse(id: string, { status, headers, content }: ItemAnswer): BatchResponse {
  const shown = toHeaders(headers)
  if (content.length === 0) return { id, status, headers: shown }
  return { id, status, headers: shown, body: toBody(shown['Content-Type'] ?? '', content) }
}

/** An item that is refused before it gets anywhere. */
function toRefusal(id: string, problem: GraphError): BatchResponse {
  const requestId = randomUUID()
  const body = toGraphErrorBody(problem, { requestId, clientRequestId: requestId })
  return { id, status: problem.status, headers: { 'Content-Type': 'application/json' }, body }
}

/** A batch in a batch. */
export const isNested = (url: string): boolean => /^\/?(\$|%24)batch(?=$|[/?#])/i.test(url)

function refuseDependant(id: string): BatchResponse {
  const message = 'The request failed because a request it depends on failed.'
  return toRefusal(id, new GraphError(424, 'FailedDependency', message))
}

async function runItem(item: BatchItem, send: SendItem): Promise<BatchResponse> {
  if (isNested(item.url)) {
    const message = 'A batch request cannot contain another batch request.'
    return toRefusal(item.id, new GraphError(400, 'BadRequest', message))
  }
  return toResponse(item.id, await send(item))
}

/**
 * Runs the items side by side, except those that wait for others; an item whose predecessor failed is 424 and
 * does not run. The items were checked: there is no circle among them. A predecessor that is not there counts as
 * failed, as when only the beginning of a batch runs.
 */
export function runBatch(items: BatchItem[], send: SendItem): Promise<BatchResponse[]> {
  const byId = new Map(items.map((item) => [item.id.toLowerCase(), item]))
  const started = new Map<string, Promise<BatchResponse>>()
  const start = (id: string): Promise<BatchResponse> => {
    const known = started.get(id)
    if (known !== undefined) return known
    const item = byId.get(id)
    const running = item === undefined ? Promise.resolve(refuseDependant(id)) : run(item)
    started.set(id, running)
    return running
  }
  const run = async (item: BatchItem): Promise<BatchResponse> => {
    const before = await Promise.all(item.dependsOn.map(start))
    if (before.every(({ status }) => status < 400)) return runItem(item, send)
    return refuseDependant(item.id)
  }
  return Promise.all([...byId.keys()].map(start))
}
