import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'vite'
import { ROOT } from './run-command.ts'

const envFile = join(ROOT, '.env')
if (existsSync(envFile)) process.loadEnvFile(envFile)

const port = process.env.PORT
const vite = await createServer({
  root: join(ROOT, 'apps/web'),
  clearScreen: false,
  // What the app's own configuration says, for the port that was asked for.
  ...(port && { server: { proxy: toProxy(`http://localhost:${port}`) } }),
})
await vite.listen()

const address = vite.httpServer?.address()
if (!address || typeof address === 'string') throw new Error('Vite does not listen on a port.')
// Vite binds 127.0.0.1, but the name must be the BFF's: on another one the browser would call it
// another site and keep the session cookie back.
const webOrigin = `http://localhost:${address.port}`

const entry = process.env.ENTRA_CLIENT_ID?.trim() ? 'apps/bff/src/main.ts' : 'apps/demo/src/main.ts'
const server = spawn(process.execPath, ['--watch', '--watch-preserve-output', join(ROOT, entry)], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, WEB_ORIGIN: process.env.WEB_ORIGIN ?? webOrigin },
})
console.log(`\nOpen ${webOrigin}: it reloads as you edit, and so does the server behind it.\n`)

const stopped = once(server, 'exit')
// In a terminal Ctrl-C reaches the server as well; a second signal does it no harm.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.kill(signal))
}
await stopped
await vite.close()

function toProxy(target: string) {
  return { '/api': target, '/auth': target }
}
