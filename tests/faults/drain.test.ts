import { randomBytes } from 'node:crypto'
import { Agent, get, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { soon } from '../helpers/batches.ts'
import { startNodes } from '../helpers/nodes.ts'
import { APP_ORIGIN, startWorld } from '../helpers/world.ts'

it('told to end, a server says so at once, serves on until balancers have noticed, finishes what is in flight, and is held up by no kept connection', async () => {
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
})
