import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A site that nothing of a message may ever reach. It has one page, for showing that what is watched for can happen. */
export interface Canary extends AsyncDisposable {
  origin: string
  /** Every request but that for the page: its path, and who is said to have sent the browser. */
  hits: { path: string; referrer: string | undefined }[]
  /** What stands at `/page`, in which everything may run and load. */
  page: string
  connections: () => number
}

export async function startCanary(): Promise<Canary> {
  let connections = 0
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    if (request.url === '/page') return response.end(canary.page)
    canary.hits.push({ path: request.url ?? '', referrer: request.headers.referer })
    return response.end('<!doctype html><title>The canary</title>')
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const canary: Canary = {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    hits: [],
    page: '',
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return canary
}
