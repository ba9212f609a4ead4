import {
  Client,
  type Context,
  GraphError,
  type Middleware,
} from '@microsoft/microsoft-graph-client'
import type { Emulator } from '@vestibule/emulator'

export interface GraphObject {
  [name: string]: unknown
  id: string
}

export interface GraphAnswer {
  status: number
  headers: Headers
  body: GraphObject & {
    value: GraphObject[]
    error: { code: string; message: string }
    '@odata.context': string
    '@odata.nextLink'?: string
  }
}

interface GraphCall {
  method?: string
  body?: unknown
  headers?: Record<string, string>
}

/** One call with `fetch`, whatever its answer; a path below `/v1.0` or a whole link. */
export async function callGraph(
  emulator: Emulator,
  token: string,
  path: string,
  { method = 'GET', body, headers }: GraphCall = {},
): Promise<GraphAnswer> {
  const response = await fetch(path.startsWith('http') ? path : `${emulator.url}/v1.0${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? {} : JSON.parse(text)) as GraphAnswer['body'],
  }
}

/** Status and code of a refusal, for one look at both. */
export const toRefusal = ({ status, body }: GraphAnswer): [number, string] => [
  status,
  body.error?.code,
]

/** Microsoft's SDK leaves the Authorization header out on plain http, so its chain is replaced by this one. */
class BearerMiddleware implements Middleware {
  readonly #token: string
  constructor(token: string) {
    this.#token = token
  }
  async execute(context: Context): Promise<void> {
    const headers = new Headers(context.options?.headers as Record<string, string> | undefined)
    headers.set('authorization', `Bearer ${this.#token}`)
    context.response = await fetch(context.request, { ...context.options, headers } as RequestInit)
  }
}

export function createGraphClient(emulator: Emulator, token: string): Client {
  const middleware = new BearerMiddleware(token)
  return Client.initWithMiddleware({ middleware, baseUrl: emulator.url, defaultVersion: 'v1.0' })
}

/** The refusal that a call of the SDK ends with. */
export async function catchGraphError(call: Promise<unknown>): Promise<GraphError> {
  const problem = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (problem instanceof GraphError) return problem
  throw new Error('The call was not refused', { cause: problem })
}
