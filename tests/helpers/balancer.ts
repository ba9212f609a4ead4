import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** Stands in front of several servers, and hands them one request after the other in turn. */
export interface Balancer extends AsyncDisposable {
  /** Where browsers go. */
  origin: string
  /** Resolves as soon as the server says that it is ready: from then on it gets its share. */
  add(url: string): Promise<void>
}

/** Which server has answered. */
export const ANSWERED_BY = 'x-answered-by'

const ASK_EVERY_MS = 100

/**
 * A server gets nothing while its /readyz says that it is not ready, and nothing more once a connection to it is
 * refused. That request goes to the next one, since nothing of it was sent; no other is ever sent again.
 */
export async function startBalancer(): Promise<Balancer> {
  const known = new Set<string>()
  let ready: string[] = []

  const server = createServer(async (request, reply) => pass(request, reply, await buffer(request)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  function pass(request: IncomingMessage, reply: ServerResponse, body: Buffer): void {
    const [url] = ready
    if (!url) return void reply.writeHead(503).end('No server is ready.')
    ready.push(...ready.splice(0, 1))
    const { method, headers } = request
    const onward = send(url + request.url, { method, headers: { ...headers, connection: 'close' } })
    onward.on('response', (answer) => {
      const { connection: _, ...others } = answer.headers
      reply.writeHead(answer.statusCode ?? 502, { ...others, [ANSWERED_BY]: url })
      answer.on('error', () => reply.destroy())
      answer.pipe(reply)
    })
    onward.on('error', (error: NodeJS.ErrnoException) => {
      if (reply.headersSent) return void reply.destroy()
      if (error.code !== 'ECONNREFUSED') return void reply.writeHead(502).end(error.message)
      forget(url)
      pass(request, reply, body)
    })
    onward.end(body)
  }

  function forget(url: string): void {
    known.delete(url)
    ready = ready.filter((one) => one !== url)
  }

  async function ask(url: string): Promise<void> {
    const isReady = await fetch(`${url}/readyz`, { headers: { connection: 'close' } }).then(
      ({ ok }) => ok,
      () => false,
    )
    if (!isReady) ready = ready.filter((one) => one !== url)
    else if (known.has(url) && !ready.includes(url)) ready.push(url)
  }

  const timer = setInterval(() => {
    for (const url of known) void ask(url)
  }, ASK_EVERY_MS)

  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    async add(url) {
      known.add(url)
      while (!ready.includes(url)) await ask(url)
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
