// T10: connections that send a byte now and then, and people who read meanwhile.
import { connect } from 'node:net'
import { arriveFor, warmUp } from './arrive-for.ts'
import { judgeReads, startReads } from './reads.ts'
import { atMost, exactly, type Scenario } from './scenario.ts'

const CONNECTIONS = 2000
const BYTE_EVERY_MS = 1000
/** What a server gives a request, and how often it looks. */
const LIMIT_SECONDS = 30 + 2
/** What comes on top of that where other processes want the same cores. */
const GRACE_SECONDS = 2

export const slowClients: Scenario = {
  name: 'T10',
  load: `${CONNECTIONS} connections that drip a header or a body, and T1`,
  async measure(ground, seconds) {
    const { site, options } = await startReads(ground, 'postgres')
    await using _ = site
    await warmUp(options)
    const dripping = Promise.all(
      Array.from({ length: CONNECTIONS }, (_, turn) => drip(options.urls[0] ?? '', turn % 2 === 0)),
    )
    const tally = await arriveFor(Math.max(seconds, LIMIT_SECONDS + GRACE_SECONDS * 2), options)
    const lives = (await dripping).map((ms) => ms / 1000)
    const limit = LIMIT_SECONDS + GRACE_SECONDS
    return [
      exactly('connections cut', lives.filter((life) => life <= limit).length, CONNECTIONS),
      atMost('the one that lived longest', Math.max(...lives), limit, ' s'),
      ...judgeReads('T1', tally),
    ]
  },
}

/** How long it was let, in milliseconds; given up after twice the limit. */
async function drip(url: string, isHeader: boolean): Promise<number> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const begun = performance.now()
  const head = 'POST /auth/local/login HTTP/1.1\r\nHost: localhost\r\n'
  const body =
    'Content-Type: application/json\r\nContent-Length: 5000\r\nX-CSRF: 1\r\nSec-Fetch-Site: same-origin\r\n\r\n{'
  socket.write(head + (isHeader ? 'X-Slow: ' : body))
  const timer = setInterval(() => socket.write(isHeader ? 'x' : ' '), BYTE_EVERY_MS)
  const patience = setTimeout(() => socket.destroy(), LIMIT_SECONDS * 2000)
  await new Promise((resolve) =>
    socket
      .on('error', () => {})
      .on('data', () => {})
      .on('close', resolve),
  )
  clearInterval(timer)
  clearTimeout(patience)
  return performance.now() - begun
}
