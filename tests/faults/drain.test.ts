import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { json } from 'node:stream/consumers'
import { startServer } from '@vestibule/bff'
import { expect, it } from 'vitest'
import { soon } from '../helpers/batches.ts'
import { findPort, startNodes } from '../helpers/nodes.ts'
import { APP_ORIGIN, startWorld } from '../helpers/world.ts'

/** A busy machine takes long to start a server. */
const PATIENT = { timeout: 60_000 }

it.concurrent(
  'told to end, a server says so at once, serves on until balancers have noticed, finishes what is in flight, and is held up by no kept connection',
  PATIENT,
  async () => {
    const secrets = {
      APP_ORIGIN,
      SESSION_SECRETS: randomBytes(32).toString('base64url'),
      TOKEN_KEYS: randomBytes(32).toString('base64url'),
    }
    await using world = await startWorld({ users: 0, env: secrets })
    const DATABASE_URL = `file:${world.env.DATA_DIR}/vestibule.db`
    const env = { ...world.env, ...secrets, DATABASE_URL, NODE_ENV: 'production' }
    await using cluster = await startNodes(1, env)
    const [node] = cluster.nodes
    if (!node) throw new Error('No server.')
    const ada = await world.signIn()
    const cookie = ada.sessionCookie()
    // As a browser does, it keeps its connections for the next request.
    const agent = new Agent({ keepAlive: true })
    const ask = (path: string) =>
      new Promise<{ status: number | undefined; connection: string | undefined; body: unknown }>(
        (resolve, reject) => {
          const answered = async (reply: IncomingMessage) =>
            resolve({
              status: reply.statusCode,
              connection: reply.headers.connection,
              body: await json(reply),
            })
          get(node.url + path, { agent, headers: { cookie } }, answered).on('error', reject)
        },
      )

    expect(await ask('/readyz')).toMatchObject({ status: 200 })
    expect(await ask('/api/users?source=graph')).toMatchObject({ status: 200 })
    // Longer than the three seconds that balancers are given.
    world.emulator.addFault({ match: 'users', kind: 'delay', delayMs: 4000 })
    const before = world.emulator.requests().length
    const inFlight = ask('/api/users?source=graph')
    await soon(() => expect(world.emulator.requests().length).toBeGreaterThan(before))
    const toldAt = performance.now()
    const status = node.stop()
    await soon(async () =>
      expect(await ask('/readyz')).toEqual({
        status: 503,
        connection: 'close',
        body: { status: 'stopping' },
      }),
    )
    expect(performance.now() - toldAt).toBeLessThan(2000)
    expect(await ask('/api/me')).toMatchObject({ status: 200, connection: 'close' })
    expect(await inFlight).toMatchObject({ status: 200 })
    expect(await status).toBe(0)
    expect(performance.now() - toldAt).toBeLessThan(15_000)
    agent.destroy()
  },
)

/** Announces more of a request than ever comes. Done once the server says that it has begun. */
async function begin(port: number) {
  const socket = connect(port, '127.0.0.1')
  // Where a process ends, its connections are not ended one by one.
  socket.on('error', () => {})
  await once(socket, 'connect')
  const head = 'POST /auth/local/login HTTP/1.1\r\nHost: localhost:3000\r\nExpect: 100-continue\r\n'
  const kind = 'Content-Type: application/json\r\nContent-Length: 5000\r\nX-CSRF: 1\r\n'
  socket.write(`${head}${kind}Sec-Fetch-Site: same-origin\r\n\r\n`)
  const [answer] = await once(socket.setEncoding('utf8'), 'data')
  expect(answer).toMatch(/^HTTP\/1\.1 100 /)
  socket.write('{')
  return { gone: once(socket, 'close') }
}

it.concurrent('a request that never ends is cut off when its time is over', PATIENT, async () => {
  await using world = await startWorld({ users: 0 })
  const PORT = String(await findPort())
  const server = await startServer({ ...world.env, PORT }, { inFlightMs: 500 })
  const { gone } = await begin(Number(PORT))
  const toldAt = performance.now()
  await server[Symbol.asyncDispose]()
  await gone
  expect(performance.now() - toldAt).toBeGreaterThanOrEqual(490)
  expect(performance.now() - toldAt).toBeLessThan(5000)
})

it.concurrent(
  'a process that takes too long to end is ended, with 1, whatever holds it',
  PATIENT,
  async () => {
    await using world = await startWorld({ users: 0 })
    await using cluster = await startNodes(1, world.env, { longestStopMs: 500 })
    const [node] = cluster.nodes
    if (!node) throw new Error('No server.')
    const { gone } = await begin(Number(new URL(node.url).port))
    const toldAt = performance.now()
    expect(await node.stop()).toBe(1)
    await gone
    expect(performance.now() - toldAt).toBeGreaterThanOrEqual(490)
    expect(performance.now() - toldAt).toBeLessThan(5000)
  },
)
