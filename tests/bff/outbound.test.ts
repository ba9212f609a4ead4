import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, request as send } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { loadConfig } from '@vestibule/bff'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Nodes, startNodes } from '../helpers/nodes.ts'
import { createBrowser, getRedirect, signIn } from '../helpers/sign-in-driver.ts'

/** A name that nothing but the proxy leads anywhere. */
const MICROSOFT = 'https://microsoft.example'
const ACCOUNT = 'vestibule:hidden-word'

let emulator: Emulator
let proxy: Awaited<ReturnType<typeof startInspectingProxy>>
/** One that trusts the company's authority, and one that does not. */
let trusting: Nodes
let doubting: Nodes
const folder = mkdtempSync(join(tmpdir(), 'vestibule-outbound-'))

beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 0, publicOrigin: MICROSOFT })
  const authority = `${MICROSOFT}/${emulator.tenants[0]?.id}/v2.0`
  const own = {
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    ENTRA_AUTHORITY: authority,
    ENTRA_CLIENT_ID: emulator.webClientId,
    ENTRA_CLIENT_SECRET: 'demo-web-secret',
    GRAPH_BASE_URL: MICROSOFT,
  }
  const { secrets } = await loadConfig({ ...own, TLS: 'adhoc', APP_ORIGIN: MICROSOFT })
  const { files: [pairFile = ''] = [], caFile = '' } = secrets.tls ?? {}
  proxy = await startInspectingProxy(emulator.url, readFileSync(pairFile, 'utf8'))
  const env = { ...own, HTTPS_PROXY: proxy.url.replace('//', `//${ACCOUNT}@`) }
  ;[trusting, doubting] = await Promise.all([
    startNodes(1, { ...env, NODE_EXTRA_CA_CERTS: caFile }),
    startNodes(1, { ...env, DATA_DIR: join(folder, 'other') }),
  ])
})
afterAll(async () => {
  await Promise.all([trusting, doubting].map((one) => one?.[Symbol.asyncDispose]()))
  await proxy?.[Symbol.asyncDispose]()
  await emulator?.close()
  rmSync(folder, { recursive: true, force: true })
})

it('behind a proxy that looks inside, under its authority, people sign in and read the directory', async () => {
  const url = toOrigin(trusting)
  const visitor = createBrowser()
  const open = (path: string) => visitor.fetch(new URL(path, url), { headers: DOCUMENT })
  const asked = await getRedirect(await open('/auth/login'))
  expect(asked.origin).toBe(MICROSOFT)
  // The person's own browser has a way of its own.
  const answer = await signIn(
    createBrowser(),
    asked.href.replace(MICROSOFT, emulator.url),
    'Ada Admin',
  )
  await open(answer.pathname + answer.search)
  const users = await visitor.fetch(`${url}/api/users?top=1&source=graph`)
  expect(await users.json()).toMatchObject({ items: [{ displayName: 'Ada Admin' }] })
  expect(new Set(proxy.tunnels)).toEqual(new Set([`microsoft.example:443 ${ACCOUNT}`]))
  expect(proxy.paths).toEqual(expect.arrayContaining([expect.stringMatching(/\/token$/)]))
  expect(proxy.paths).toEqual(expect.arrayContaining([expect.stringMatching(/^\/v1\.0\/users/)]))
})

it('a proxy whose authority was not named gets nothing, and the sign-in page says so', async () => {
  const before = proxy.paths.length
  const url = toOrigin(doubting)
  const begun = await getRedirect(
    await createBrowser().fetch(`${url}/auth/login`, { headers: DOCUMENT }),
  )
  expect(begun.searchParams.get('error')).toBe('upstream_unavailable')
  expect((await fetch(`${url}/readyz`)).status).toBe(503)
  expect(proxy.paths.length).toBe(before)
})

const DOCUMENT = { accept: 'text/html' }

/** As its browsers name it. */
const toOrigin = ({ nodes }: Nodes) => String(nodes[0]?.url.replace('127.0.0.1', 'localhost'))

/** What companies set up between their servers and the world: it ends TLS, looks, and asks again in its own name. */
async function startInspectingProxy(target: string, pair: string) {
  const tunnels: string[] = []
  const paths: string[] = []
  const inside = createSecureServer({ cert: pair, key: pair }, (request, reply) => {
    paths.push(request.url ?? '')
    const { host: _, ...headers } = request.headers
    const { method } = request
    const onward = send(target + request.url, { method, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(reply)
    })
    onward.on('error', () => reply.destroy())
    request.pipe(onward)
  })
  const sockets: Duplex[] = []
  const server = createServer()
  server.on('connect', ({ url, headers }, socket) => {
    sockets.push(socket)
    const [, account = ''] = headers['proxy-authorization']?.split(' ') ?? []
    tunnels.push(`${url} ${Buffer.from(account, 'base64')}`)
    socket.on('error', () => socket.destroy())
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    inside.emit('connection', socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    paths,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
