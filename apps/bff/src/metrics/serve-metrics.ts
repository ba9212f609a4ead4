import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { collectDefaultMetrics } from 'prom-client'
import { ListenError } from '../listen-error.ts'
import type { Metrics } from './metrics.ts'
import { watchCollections } from './watch-collections.ts'

export interface MetricsServer extends AsyncDisposable {
  port: number
}

/**
 * Answers Prometheus on a port of its own, with Node's figures too. It knows no session, and asks for none.
 *
 * @throws {ListenError} the port is not to be had.
 */
export async function serveMetrics(
  { registry }: Metrics,
  { host, port }: { host: string; port: number },
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: 10_000 }, async (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    const text = await registry.metrics().catch(() => undefined)
    if (text === undefined) response.writeHead(500).end()
    else response.writeHead(200, { 'content-type': registry.contentType }).end(text)
  })
  server.maxConnections = 20
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    throw new ListenError(host, port, { cause, variable: 'METRICS_PORT' })
  }
  collectDefaultMetrics({ register: registry })
  const collections = watchCollections(registry)
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      collections[Symbol.dispose]()
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
