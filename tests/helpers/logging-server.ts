import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

export interface LoggingServer extends AsyncDisposable {
  port: number
  origin: string
  /** Everything it has written, on both streams. */
  output(): string
}

/** A server in a process of its own, which says all it can say. */
export async function startLoggingServer(env: Record<string, string>): Promise<LoggingServer> {
  const port = await findPort()
  const child: ChildProcess = fork(join(import.meta.dirname, '../cluster/node.ts'), {
    env: { ...process.env, ...env, PORT: String(port), LOG_LEVEL: 'trace' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  const ended = once(child, 'close')
  await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error(`It ended before it listened:\n${output}`))),
  ])
  return {
    port,
    origin: `http://localhost:${port}`,
    output: () => output,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function findPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
