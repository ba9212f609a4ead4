import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** A server in a process of its own. */
interface Node {
  /** Asks the API with a session's cookie. */
  get(path: string, cookie: string): Promise<Response>
  url: string
  /** Its process, as leases name it. */
  pid: number
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Asks it to end, as whoever runs it does, and answers with its status. */
  stop(): Promise<number | null>
  /** Holds it up, and lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
}

export interface NodeOptions {
  /** How long a killed one keeps its batches from the others. */
  batchLeaseMs?: number
  /** The same of the directory that it was reading. */
  mirrorLeaseMs?: number
  /** It turns requests away as one that is run for people. */
  shedsLoad?: boolean
  /** How long it may take to end. */
  longestStopMs?: number
}

export interface Nodes extends AsyncDisposable {
  nodes: Node[]
  /** One more. */
  add(): Promise<Node>
}

/** Starts as many servers as asked for on one configuration, each on a port of its own. */
export async function startNodes(
  count: number,
  env: Record<string, string>,
  options: NodeOptions = {},
): Promise<Nodes> {
  const started = await Promise.all(Array.from({ length: count }, () => startNode(env, options)))
  return {
    nodes: started,
    async add() {
      const node = await startNode(env, options)
      started.push(node)
      return node
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map((node) => node.stop()))
    },
  }
}

async function startNode(env: Record<string, string>, options: NodeOptions) {
  const port = await findPort()
  const child = fork(join(import.meta.dirname, '../cluster/node.ts'), [toArgument(options)], {
    // Whoever wants a directory kept says so.
    env: { ...process.env, MIRROR_REFRESH_SECONDS: '0', ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('A node ended before it listened.'))),
  ])
  const end = (act: () => void) => {
    if (hasEnded(child)) return Promise.resolve()
    const ended = once(child, 'exit')
    act()
    return ended.then(() => {})
  }
  const url = `http://127.0.0.1:${port}`
  return {
    get: (path: string, cookie: string) =>
      fetch(url + path, { headers: { cookie, connection: 'close' } }),
    url,
    pid: child.pid ?? 0,
    kill: () => end(() => child.kill('SIGKILL')),
    signal: (signal: 'SIGSTOP' | 'SIGCONT') => void child.kill(signal),
    async stop() {
      await end(() => child.kill('SIGTERM'))
      return child.exitCode
    },
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

export async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** What the other processes of a test take of the machine is not the node's to shed, unless a test is about that. */
function toArgument({ shedsLoad = false, ...leases }: NodeOptions): string {
  return JSON.stringify({ ...leases, ...(!shedsLoad && { limits: { maxDelayMs: 0 } }) })
}
