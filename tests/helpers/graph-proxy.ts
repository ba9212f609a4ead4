import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { startWorld, type World, type WorldOptions } from './world.ts'

interface BatchRequest {
  id: string
  method: string
  url: string
}

export interface BatchResponse {
  id: string
  status: number
  headers?: Record<string, string>
  body?: unknown
}

/** What stands between Graph and the application, and meddles with what they say. */
interface Meddler {
  /** Called before a batch reaches Graph; what it returns is sent there. */
  onRequests?: (requests: BatchRequest[]) => BatchRequest[] | Promise<BatchRequest[]>
  /** Called with Graph's answers; undefined cuts the connection. */
  onResponses?: (
    responses: BatchResponse[],
    requests: BatchRequest[],
  ) => BatchResponse[] | undefined
  /** Called before Graph is asked: what it returns answers instead of Graph. */
  onCall?: (path: string) => ((reply: ServerResponse) => void) | undefined
  /** Called with each answer that is no batch's; what it returns is passed on. */
  onAnswer?: (path: string, body: string) => string
}

export interface GraphProxy extends AsyncDisposable {
  url: string
  meddle(meddler: Meddler): void
}

/** A world that has a proxy before its Graph. */
export interface ProxiedWorld extends World {
  proxy: GraphProxy
}

export async function startProxiedWorld(
  options: Omit<WorldOptions, 'env'> = {},
): Promise<ProxiedWorld> {
  const proxy = await startGraphProxy(() => world.emulator.url)
  const world = await startWorld({ ...options, env: { GRAPH_BASE_URL: proxy.url } })
  const end = world[Symbol.asyncDispose]
  return Object.assign(world, {
    proxy,
    async [Symbol.asyncDispose]() {
      await end()
      await proxy[Symbol.asyncDispose]()
    },
  })
}

/** Stands in front of a Graph, on a port of its own. */
export async function startGraphProxy(target: () => string): Promise<GraphProxy> {
  let meddler: Meddler = {}
  const server = createServer(async (request, reply) => {
    const { url = '/' } = request
    const sent = await buffer(request)
    const answer = meddler.onCall?.(url)
    if (answer) return answer(reply)
    const isBatch = /\$batch$/.test(url)
    const requests: BatchRequest[] = isBatch ? JSON.parse(sent.toString()).requests : []
    const changed = await (meddler.onRequests?.(requests) ?? requests)
    const body = isBatch ? Buffer.from(JSON.stringify({ requests: changed })) : sent
    const answered = await ask(target() + url, request, body)
    if (!answered) return request.socket.destroy()
    const { answer: given } = answered
    let { content } = answered
    if (isBatch && given.ok && meddler.onResponses) {
      const responses = meddler.onResponses(JSON.parse(content.toString()).responses, requests)
      if (!responses) return request.socket.destroy()
      content = Buffer.from(JSON.stringify({ responses }))
    }
    if (!isBatch && meddler.onAnswer) {
      content = Buffer.from(meddler.onAnswer(url, content.toString()))
    }
    const headers = [...given.headers].filter(([name]) => !HOP_BY_HOP.includes(name))
    reply.writeHead(given.status, Object.fromEntries(headers)).end(content)
    return undefined
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    meddle(next) {
      meddler = next
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Undefined where the connection broke. */
async function ask(url: string, request: IncomingMessage, body: Buffer) {
  try {
    const answer = await fetch(url, {
      method: request.method ?? 'GET',
      headers: toHeaders(request),
      ...(body.length > 0 && { body }),
    })
    return { answer, content: Buffer.from(await answer.arrayBuffer()) }
  } catch {
    return undefined
  }
}

const HOP_BY_HOP = [
  'connection',
  'content-encoding',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
]

function toHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !HOP_BY_HOP.includes(name))
      .map(([name, value]) => [name, String(value)]),
  )
}
