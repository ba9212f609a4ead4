// The load generator, in a process of its own: `load.mjs <url> <cookie> <connections> <seconds>`.
import autocannon from 'autocannon'

const [, , url, cookie, connections, duration] = process.argv
const {
  requests,
  non2xx,
  errors,
  duration: seconds,
} = await autocannon({
  url,
  connections: Number(connections),
  duration: Number(duration),
  headers: { cookie },
})
process.send({ requests: requests.total, failed: non2xx + errors, seconds })
