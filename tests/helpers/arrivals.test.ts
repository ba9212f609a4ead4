import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { startArrivals } from './arrivals.ts'

async function serve(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

it('requests come at their rate while a server stalls, and each latency counts from when it was due', async () => {
  let come = 0
  const waiting: (() => void)[] = []
  await using server = await serve(({ url }, reply) => {
    // By which the connections are opened, before it stalls.
    if (url === '/livez') return void reply.end()
    come++
    waiting.push(() => reply.end())
  })
  const requests = [{ path: '/' }]
  // One connection: a request that is due waits for the answer to the one before it.
  const queued = await startArrivals({ ...server, perSecond: 200, requests, connections: 1 })
  const eager = await startArrivals({ ...server, perSecond: 200, requests })
  const begun = performance.now()
  await expect.poll(() => come, { interval: 5 }).toBeGreaterThan(100)
  const stalledMs = performance.now() - begun
  const drain = setInterval(() => {
    for (const answer of waiting.splice(0)) answer()
  }, 1)
  const [ofQueued, ofEager] = await Promise.all([queued.end(), eager.end()])
  clearInterval(drain)
  for (const tally of [ofQueued, ofEager]) {
    expect(tally.outcomes).toEqual({ 200: tally.requests })
    expect(tally.requests / (stalledMs / 1000)).toBeGreaterThan(150)
    // Spread evenly over the stall: whoever counted from sending over one connection would have one slow answer.
    expect(tally.accepted.maxMs).toBeGreaterThan(stalledMs * 0.9)
    expect(tally.accepted.medianMs).toBeGreaterThan(stalledMs * 0.25)
  }
})

it('what came of requests is counted by kind, since the last time and in all, and only answers are timed', async () => {
  const outcomes: Record<string, RequestListener> = {
    '/good': (_request, reply) => void reply.end('good'),
    '/echo': (request, reply) =>
      void request.on('data', (body) => reply.writeHead(Number(body)).end()),
    '/busy': (_request, reply) => void reply.writeHead(503, { 'retry-after': '2' }).end(),
    '/rude': (_request, reply) => void reply.writeHead(503).end(),
    '/gone': (request) => void request.socket.destroy(),
  }
  await using server = await serve((request, reply) =>
    outcomes[request.url ?? '']?.(request, reply),
  )
  const requests = Object.keys(outcomes).map((path) =>
    path === '/echo' ? { path, method: 'POST', body: '404' } : { path },
  )
  const arrivals = await startArrivals({ ...server, perSecond: 500, requests, atMost: 50 })
  let read = 0
  const readOn = async () => {
    read += (await arrivals.read()).requests
    return read
  }
  await expect.poll(readOn).toBe(50)
  const whole = await arrivals.end()
  expect(whole).toMatchObject({
    requests: 50,
    outcomes: { 200: 10, 404: 10, 503: 10, '503 without Retry-After': 10, ECONNRESET: 10 },
    accepted: { answers: 20 },
  })
})
