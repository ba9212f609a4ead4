import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { get } from 'node:https'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'

// Each starts processes, which on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

const ROOT = join(import.meta.dirname, '../..')
const { PATH, NODE_COMPILE_CACHE } = process.env

interface Ended {
  code: number | null
  output: string
}

/** Runs a script of the repository as a process of its own, until `until` appears or it ends. */
function run(script: string, env: Record<string, string>, args: string[] = []) {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    env: { PATH, NODE_COMPILE_CACHE, DATA_DIR: createDataDir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (const listener of listeners) listener()
    })
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, output }))
  })
  const said = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => output.includes(text) && resolve(output)
      listeners.add(look)
      look()
      child.once('close', () => reject(new Error(`It ended without saying "${text}":\n${output}`)))
    })
  return { child, ended, said }
}

const createDataDir = () => mkdtempSync(join(tmpdir(), 'vestibule-process-'))

async function takePort(): Promise<{ port: number; server: Server }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('No port.')
  return { port: address.port, server }
}

async function findPort(): Promise<string> {
  const { port, server } = await takePort()
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

describe('a start without configuration', () => {
  it('brings the demo tenant, says who can sign in, and ends cleanly on SIGTERM', async () => {
    const ports = { PORT: await findPort(), EMULATOR_PORT: await findPort(), EMULATOR_USERS: '10' }
    const { child, ended, said } = run('apps/demo/src/main.ts', ports)
    const greeting = await said('Demo tenant ')
    expect(greeting).toContain(`Vestibule is ready on http://localhost:${ports.PORT}`)
    expect(greeting).toContain('Ada Admin')
    expect(greeting).toContain('Demo-pass-1')
    const reply = await fetch(`http://localhost:${ports.PORT}/readyz`)
    expect(await reply.json()).toMatchObject({ status: 'ok' })
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  })

  it('and with TLS=adhoc answers on https, and says which certificate to trust', async () => {
    const ports = { PORT: await findPort(), EMULATOR_PORT: await findPort(), EMULATOR_USERS: '0' }
    const env = { ...ports, TLS: 'adhoc', DATA_DIR: createDataDir() }
    const { child, ended, said } = run('apps/demo/src/main.ts', env)
    const greeting = await said('Certificate ')
    const caFile = join(env.DATA_DIR, 'tls-ca.pem')
    expect(greeting).toContain(`Vestibule is ready on https://localhost:${ports.PORT}`)
    expect(greeting).toContain(caFile)
    const address = `https://localhost:${ports.PORT}/readyz`
    const [reply] = await once(get(address, { ca: readFileSync(caFile) }), 'response')
    expect(reply.statusCode).toBe(200)
    reply.destroy()
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  })

  it('that finds the port taken says which and what to set, and exits 1', async () => {
    const { port, server } = await takePort()
    const env = { PORT: String(port), EMULATOR_PORT: await findPort(), EMULATOR_USERS: '0' }
    const { code, output } = await run('apps/demo/src/main.ts', env).ended
    expect(code).toBe(1)
    expect(output).toBe(
      `Vestibule cannot start: Port ${port} is taken by another program. Set PORT to a free one.\n`,
    )
    const tenant = { PORT: await findPort(), EMULATOR_PORT: String(port), EMULATOR_USERS: '0' }
    const second = await run('apps/demo/src/main.ts', tenant).ended
    server.close()
    expect(second.code).toBe(1)
    expect(second.output).toContain(`Port ${port} is taken by another program. Set EMULATOR_PORT`)
    expect(second.output).not.toContain('    at ')
  })
})

describe('a wrong configuration', () => {
  it('is told in one sentence a problem, all at once, before anything listens', async () => {
    const { code, output } = await run('apps/bff/src/main.ts', {
      PORT: 'many',
      LOG_LEVEL: 'loud',
      ENTRA_CLIENT_ID: 'x',
    }).ended
    expect(code).toBe(1)
    const lines = output.trim().split('\n')
    expect(lines[0]).toBe('Vestibule cannot start:')
    expect(lines.slice(1)).toHaveLength(3)
    for (const name of ['PORT', 'LOG_LEVEL', 'ENTRA_AUTHORITY']) expect(output).toContain(name)
    expect(output).not.toContain('    at ')
  })

  it('is found by --check-config, which starts nothing', async () => {
    const wrong = await run('apps/demo/src/main.ts', { PORT: 'many' }, ['--check-config']).ended
    expect(wrong.code).toBe(1)
    expect(wrong.output).toContain('PORT must be a whole number')
    const right = await run('apps/demo/src/main.ts', {}, ['--check-config']).ended
    expect(right.code).toBe(0)
    expect(right.output).toContain('The configuration is complete.')
  })
})

it('half a configuration does not pass for the demo, and production never does', async () => {
  for (const env of [{ ENTRA_CLIENT_SECRET: 'x' }, { NODE_ENV: 'production' }]) {
    const { code, output } = await run('apps/demo/src/main.ts', env).ended
    expect(code).toBe(1)
    expect(output).toContain('ENTRA_CLIENT_ID')
    expect(output).not.toContain('    at ')
  }
})

it('a certificate that is no certificate stops the start with a sentence', async () => {
  const { code, output } = await run('apps/bff/src/main.ts', {
    ENTRA_AUTHORITY: 'https://login.microsoftonline.com/contoso.com',
    ENTRA_CLIENT_ID: 'x',
    ENTRA_CLIENT_CERTIFICATE_FILE: join(ROOT, 'package.json'),
  }).ended
  expect(code).toBe(1)
  expect(output).toContain('ENTRA_CLIENT_CERTIFICATE_FILE')
  expect(output).not.toContain('    at ')
})

it('calls to Microsoft go through the proxy that the environment names, in any spelling', async () => {
  const proxy = createHttpServer()
  const called = new Promise<string | undefined>((resolve) => {
    proxy.on('connect', ({ url }, socket) => {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      resolve(url)
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const port = await findPort()
  const { child, ended, said } = run('apps/bff/src/main.ts', {
    PORT: port,
    LOG_LEVEL: 'info',
    ENTRA_AUTHORITY: 'https://login.microsoft.example/contoso.test',
    ENTRA_CLIENT_ID: 'x',
    ENTRA_CLIENT_SECRET: 'a-secret-that-nobody-guesses',
    https_proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
  })
  await said('listening')
  const reply = await fetch(`http://localhost:${port}/readyz`)
  expect(await reply.json()).toMatchObject({ checks: { authority: false } })
  expect(await called).toBe('login.microsoft.example:443')
  child.kill('SIGTERM')
  expect((await ended).code).toBe(0)
  proxy.close()
})
