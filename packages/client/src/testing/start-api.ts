import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request as it came. */
export interface Seen {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

export interface Reply {
  status?: number
  headers?: Record<string, string>
  /** As JSON, unless it is text. */
  body?: unknown
}

export interface Api extends AsyncDisposable {
  url: string
  /** Every request that came, the oldest first. */
  seen: Seen[]
}

/** An API on this machine that answers as a test wants it to. */
export async function startApi(
  answer: (request: Seen, index: number) => Reply | Promise<Reply>,
): Promise<Api> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request
    const one: Seen = { method, url, headers, body: await text(request) }
    const { status = 200, headers: more = {}, body } = await answer(one, seen.push(one) - 1)
    response.writeHead(status, { 'content-type': 'application/json', ...more })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A refusal as the API writes it. */
export function toProblem(code: string, status: number, more: object = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    body: {
      type: 'x',
      title: 'x',
      detail: `It was ${code}.`,
      code,
      status,
      requestId: 'r-1',
      ...more,
    },
  }
}
