// The load generator, in a process of its own: `load.mjs <url> <cookies as JSON> <connections> <seconds>`.
import autocannon from 'autocannon'

const [, , url, cookieList, connections, duration] = process.argv
const cookies = JSON.parse(cookieList)
let turn = 0
const {
  requests,
  latency,
  non2xx,
  errors,
  duration: seconds,
} = await autocannon({
  url,
  connections: Number(connections),
  duration: Number(duration),
  // Each connection has a cookie of its own, as far as there are enough.
  setupClient: (client) => client.setHeaders({ cookie: cookies[turn++ % cookies.length] }),
})
process.send({
  requests: requests.total,
  failed: non2xx + errors,
  seconds,
  latencyMs: { median: latency.p50, p99: latency.p99 },
})
