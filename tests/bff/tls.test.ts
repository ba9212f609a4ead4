import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { loadConfig, startServer } from '@vestibule/bff'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createBrowser, getRedirect, signIn } from '../helpers/sign-in-driver.ts'

const folders: string[] = []
const before = getCACertificates('default')

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 0 })
})
afterAll(async () => {
  setDefaultCACertificates(before)
  await emulator.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-tls-'))
  folders.push(folder)
  return folder
}

async function findPort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** A server on a port of its own, configured as a person would. */
async function start(tls: Record<string, string>) {
  const port = await findPort()
  const server = await startServer({
    PORT: String(port),
    DATA_DIR: createFolder(),
    LOG_LEVEL: 'silent',
    ENTRA_AUTHORITY: emulator.authority,
    ENTRA_CLIENT_ID: emulator.webClientId,
    ENTRA_CLIENT_SECRET: 'demo-web-secret',
    GRAPH_BASE_URL: emulator.url,
    ...tls,
  })
  return { ...server, port }
}

/** A pair of one's own, as an authority would have handed it over. */
async function createOwnFiles() {
  const DATA_DIR = createFolder()
  const { secrets } = await loadConfig({
    DATA_DIR,
    TLS: 'adhoc',
    ENTRA_AUTHORITY: emulator.authority,
    ENTRA_CLIENT_ID: emulator.webClientId,
    ENTRA_CLIENT_SECRET: 'demo-web-secret',
  })
  const [pairFile = ''] = secrets.tls?.files ?? []
  return { pairFile, caFile: secrets.tls?.caFile ?? '' }
}

const trust = (caFile: string) =>
  setDefaultCACertificates([...before, readFileSync(caFile, 'utf8')])

/** Who the server says it is to somebody who connects now. */
const readFingerprint = (port: number) =>
  new Promise<string>((resolve, reject) => {
    const options = { host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false }
    const socket = connect(port, options, () => {
      resolve(socket.getPeerCertificate().fingerprint256)
      socket.destroy()
    })
    socket.once('error', reject)
  })

/** Signs in as a browser that trusts the authority of `caFile`. */
async function walkIn(origin: string) {
  const visitor = createBrowser()
  const started = await visitor.fetch(`${origin}/auth/login`)
  const answer = await signIn(createBrowser(), await getRedirect(started), 'Ada Admin')
  expect(answer.origin).toBe(origin)
  const finished = await visitor.fetch(answer)
  const me = await visitor.fetch(`${origin}/api/me`)
  return { started, finished, me }
}

it('with a certificate made here people sign in over https, and cookies are bound to it', async () => {
  await using server = await start({ TLS: 'adhoc' })
  expect(server.origin).toBe(`https://localhost:${server.port}`)
  trust(String(server.caFile))
  const { started, finished, me } = await walkIn(server.origin)
  expect(started.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-vt-.*; Secure/)])
  const [session] = finished.headers.getSetCookie().filter((line) => line.includes('-vestibule='))
  expect(session).toMatch(/^__Host-vestibule=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  // A browser would keep every port of this machine to https.
  expect(started.headers.has('strict-transport-security')).toBe(false)
  expect(await me.json()).toMatchObject({ displayName: 'Ada Admin' })
  // Whoever does not trust that authority is not let into the dark.
  setDefaultCACertificates(before)
  await expect(fetch(`https://127.0.0.1:${server.port}/livez`)).rejects.toThrow('fetch failed')
})

it('with files of one’s own people sign in, and a pair that is replaced is taken over at once', async () => {
  const [first, second] = [await createOwnFiles(), await createOwnFiles()]
  const inUse = join(createFolder(), 'server.pem')
  copyFileSync(first.pairFile, inUse)
  await using server = await start({ TLS_CERT_FILE: inUse, TLS_KEY_FILE: inUse })
  expect(server.caFile).toBeUndefined()
  trust(first.caFile)
  expect((await walkIn(server.origin)).me.status).toBe(200)

  const before = await readFingerprint(server.port)
  copyFileSync(second.pairFile, `${inUse}.new`)
  renameSync(`${inUse}.new`, inUse)
  await vi.waitFor(async () => expect(await readFingerprint(server.port)).not.toBe(before), 5000)
})
