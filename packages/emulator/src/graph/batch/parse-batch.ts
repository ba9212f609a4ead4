import { GraphError } from '../graph-error.ts'

export interface BatchItem {
  id: string
  method: string
  /** Relative to the version of the API, such as `/me`. */
  url: string
  headers: Record<string, string>
  body: unknown
  dependsOn: string[]
}

const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']
const writeMethods = ['POST', 'PATCH', 'PUT']
const largestBatch = 20

function createInvalid(message = 'Invalid batch payload format.'): GraphError {
  return new GraphError(400, 'BadRequest', message)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Header names in lower case; values as texts. */
function parseHeaders(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {}
  if (!isObject(value)) throw createInvalid()
  return Object.fromEntries(
    Object.entries(value).map(([name, content]) => {
      if (typeof content !== 'string') throw createInvalid()
      return [name.toLowerCase(), content]
    }),
  )
}

function parseDependsOn(value: unknown): string[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw createInvalid()
  return value.map((id) => {
    if (typeof id !== 'string') throw createInvalid()
    return id.toLowerCase()
  })
}

function parseItem(value: unknown): BatchItem {
  if (!isObject(value)) throw createInvalid()
  const { id, url } = value
  const method = typeof value.method === 'string' ? value.method.toUpperCase() : ''
  if (typeof id !== 'string' || id === '' || typeof url !== 'string' || url === '') {
    throw createInvalid()
  }
  if (!methods.includes(method)) throw createInvalid()
  const headers = parseHeaders(value.headers)
  // One such item spoils the whole batch (github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2628).
  const isIncomplete = headers['content-type'] === undefined || value.body === undefined
  if (writeMethods.includes(method) && isIncomplete) {
    throw createInvalid(`Write request id : ${id} does not contain Content-Type header or body.`)
  }
  return { id, method, url, headers, body: value.body, dependsOn: parseDependsOn(value.dependsOn) }
}

/** Every item may depend on earlier or later ones, but in the end on none that waits for itself. */
function checkDependencies(items: BatchItem[]): void {
  const byId = new Map(items.map((item) => [item.id.toLowerCase(), item]))
  const isFine = (id: string, waiting: string[]): boolean => {
    const item = byId.get(id)
    if (item === undefined || waiting.includes(id)) return false
    return item.dependsOn.every((other) => isFine(other, [...waiting, id]))
  }
  if (![...byId.keys()].every((id) => isFine(id, []))) throw createInvalid()
}

/**
 * The items of a batch. Throws 400 for the batch as a whole when its form is wrong, an id comes twice, or there
 * are more than 20. https://learn.microsoft.com/graph/json-batching
 */
export function parseBatch(body: unknown): BatchItem[] {
  const requests = isObject(body) ? body.requests : undefined
  if (!Array.isArray(requests) || requests.length === 0) throw createInvalid()
  if (requests.length > largestBatch) {
    throw createInvalid(
      `Number of batch request steps exceeds the maximum value of ${largestBatch}.`,
    )
  }
  const items = requests.map(parseItem)
  const ids = new Set(items.map(({ id }) => id.toLowerCase()))
  if (ids.size < items.length) throw createInvalid('Request Id values must be unique in a batch.')
  checkDependencies(items)
  return items
}
