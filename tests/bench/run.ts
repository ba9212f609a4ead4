import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measureBatches } from './batches.ts'
import { measureBearer } from './bearer.ts'
import { measureDirectory } from './directory.ts'
import { measureGrid } from './grid.ts'
import { measureScenarios } from './scenarios.ts'
import type { Announcement } from './servers/announce.ts'

const CONNECTIONS = 32
/** Who reads while passwords are being checked, and how long reading may then take. */
const READERS = 4
const SLOWEST_READ_MS = 50
const WARM_UP_SECONDS = 3
const FLOOR = 'bare Fastify'
const GOALS = [
  { of: 'Vestibule', to: FLOOR, atLeast: 0.5 },
  { of: 'Vestibule', to: 'express-openid-connect', atLeast: 8 },
]
const RESULTS = join(import.meta.dirname, '../../bench/results')

interface Server extends Announcement {
  name: string
  child: ChildProcess
  samples: Sample[]
}

/** One server in one round. */
interface Sample {
  requestsPerSecond: number
  cpuMicrosPerRequest: number
  /** Share of the time in which the server was at work; well below 1, the load was the limit. */
  busy: number
}

const { values: options } = parseArgs({
  // pnpm hands on the `--` that stands before options.
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    /** Another checkout, installed: its Vestibule is measured in the same rounds. */
    beside: { type: 'string' },
    /** Writes a processor profile of each server beside the results. */
    profile: { type: 'boolean', default: false },
  },
})

installPeers()
mkdirSync(RESULTS, { recursive: true })
const servers: Server[] = []
try {
  await startServers()
  for (const server of servers) await measure(server, WARM_UP_SECONDS)
  for (let round = 0; round < Number(options.rounds); round++) {
    // Each round begins with another server, so that none always follows the same one.
    for (let turn = 0; turn < servers.length; turn++) {
      const server = servers[(round + turn) % servers.length] as Server
      server.samples.push(await measure(server, Number(options.seconds)))
    }
  }
  report()
  await reportHashing()
} finally {
  for (const { child } of servers) if (child.connected) child.disconnect()
}
if (!(await measureBatches())) process.exitCode = 1
if (!(await measureBearer())) process.exitCode = 1
if (!(await measureDirectory())) process.exitCode = 1
if (!(await measureGrid())) process.exitCode = 1
if (!(await measureScenarios())) process.exitCode = 1

function installPeers() {
  execFileSync('npx --yes pnpm@12 install --frozen-lockfile --silent', {
    cwd: import.meta.dirname,
    shell: true,
    stdio: 'inherit',
  })
}

async function startServers() {
  const vestibule = await startServer('Vestibule', 'vestibule.ts')
  const { tenant = [] } = vestibule
  const reply = await readAnswer(vestibule)
  const peers = {
    [FLOOR]: 'fastify.mjs',
    '@fastify/session, memory': 'fastify-session.mjs',
    'express-session, memory': 'express-session.mjs',
    'express-openid-connect': 'express-openid-connect.mjs',
  }
  for (const [name, file] of Object.entries(peers))
    await startServer(name, file, [reply, ...tenant])
  for (const server of servers) {
    const answer = await readAnswer(server)
    if (answer !== reply) throw new Error(`${server.name} answers something else: ${answer}`)
  }
  if (options.beside) {
    const file = join(resolve(options.beside), 'tests/bench/servers/vestibule.ts')
    await startServer('Vestibule, other checkout', file)
  }
}

async function readAnswer({ url, cookies: [cookie = ''] }: Server) {
  return (await fetch(`${url}/api/me`, { headers: { cookie } })).text()
}

async function startServer(name: string, file: string, args: string[] = []) {
  const child = fork(resolve(import.meta.dirname, 'servers', file), args, {
    execArgv: options.profile ? ['--cpu-prof', `--cpu-prof-dir=${RESULTS}`] : [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const announced = await hear<Announcement>(child, name)
  const [first = ''] = announced.cookies
  const server = { ...announced, name, child, samples: [], cookies: [first] }
  servers.push(server)
  const { length } = announced.cookies
  if (length > 1)
    servers.push({ ...server, ...announced, name: `${name}, ${length} people`, samples: [] })
  return server
}

interface LoadResult {
  requests: number
  failed: number
  seconds: number
  latencyMs: { median: number; p99: number }
}

async function measure({ name, child, url, cookies }: Server, seconds: number): Promise<Sample> {
  const before = await readCpuMicros(child, name)
  const load = fork(join(import.meta.dirname, 'load.mjs'), [
    `${url}/api/me`,
    JSON.stringify(cookies),
    String(CONNECTIONS),
    String(seconds),
  ])
  const result = await hear<LoadResult>(load, 'the load')
  const cpuMicros = (await readCpuMicros(child, name)) - before
  if (result.failed > 0) throw new Error(`${name} failed ${result.failed} of its requests.`)
  return {
    requestsPerSecond: result.requests / result.seconds,
    cpuMicrosPerRequest: cpuMicros / result.requests,
    busy: cpuMicros / 1e6 / result.seconds,
  }
}

async function readCpuMicros(child: ChildProcess, name: string): Promise<number> {
  child.send('processor time')
  const { user, system } = await hear<NodeJS.CpuUsage>(child, name)
  return user + system
}

/** The next message of a process. Throws when it ends instead. */
async function hear<Message>(child: ChildProcess, name: string): Promise<Message> {
  const ended = new AbortController()
  const onExit = () => ended.abort(new Error(`${name} ended before it answered.`))
  child.once('exit', onExit)
  try {
    const [message] = await once(child, 'message', { signal: ended.signal })
    return message
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error
  } finally {
    child.off('exit', onExit)
  }
}

function report() {
  const rows = servers.map(({ name, samples }) => ({
    server: name,
    'requests/s': Math.round(median(samples.map((sample) => sample.requestsPerSecond))),
    '× floor': toRatio(name, FLOOR, (sample) => sample.requestsPerSecond).toFixed(2),
    'CPU µs/request': Math.round(median(samples.map((sample) => sample.cpuMicrosPerRequest))),
    '× floor by CPU': toRatio(name, FLOOR, toCapacity).toFixed(2),
    busy: median(samples.map((sample) => sample.busy)).toFixed(2),
  }))
  console.table(rows)
  const goals = GOALS.map((goal) => {
    const ratio = toRatio(goal.of, goal.to, toCapacity)
    return { ...goal, ratio, isMet: ratio >= goal.atLeast }
  })
  for (const { of, to, atLeast, ratio, isMet } of goals) {
    console.log(`${isMet ? 'met   ' : 'MISSED'} ${of} ≥ ${atLeast} × ${to}: ${ratio.toFixed(2)}`)
    if (!isMet) process.exitCode = 1
  }
  const at = new Date().toISOString()
  const machine = { cpu: cpus()[0]?.model, cpus: cpus().length, node: process.version }
  const samples = Object.fromEntries(servers.map(({ name, samples }) => [name, samples]))
  const file = join(RESULTS, `${at.replaceAll(':', '-')}.json`)
  writeFileSync(
    file,
    `${JSON.stringify({ at, machine, options, rows, goals, samples }, null, 2)}\n`,
  )
}

/** Hashing takes a core's time, but not the event loop's: whoever reads must hardly notice. */
async function reportHashing() {
  const [vestibule] = servers
  const accounts = vestibule?.accounts
  if (!accounts) throw new Error('Vestibule names nobody whose password can be checked.')
  const quiet = await readBesides(vestibule)
  const signIns = fork(join(import.meta.dirname, 'sign-ins.mjs'), [
    vestibule.url,
    JSON.stringify(accounts),
  ])
  try {
    await hear(signIns, 'the sign-ins')
    const begin = performance.now()
    const hashing = await readBesides(vestibule)
    signIns.send('how many?')
    const count = await hear<number>(signIns, 'the sign-ins')
    const perSecond = count / ((performance.now() - begin) / 1000)
    console.table([
      { 'GET /api/me': 'alone', ...quiet, 'sign-ins/s': 0 },
      {
        'GET /api/me': `${accounts.length} hashes in flight`,
        ...hashing,
        'sign-ins/s': Math.round(perSecond),
      },
    ])
    const isMet = hashing['p99 ms'] <= SLOWEST_READ_MS
    const goal = `GET /api/me within ${SLOWEST_READ_MS} ms for 99 of 100, ${accounts.length} hashes in flight`
    console.log(`${isMet ? 'met   ' : 'MISSED'} ${goal}: ${hashing['p99 ms']} ms`)
    if (!isMet) process.exitCode = 1
  } finally {
    if (signIns.connected) signIns.disconnect()
  }
}

async function readBesides({ url, cookies }: Server) {
  const load = fork(join(import.meta.dirname, 'load.mjs'), [
    `${url}/api/me`,
    JSON.stringify(cookies),
    String(READERS),
    options.seconds,
  ])
  const { latencyMs, failed } = await hear<LoadResult>(load, 'the load')
  if (failed > 0) throw new Error(`${failed} reads failed beside the sign-ins.`)
  return { 'median ms': latencyMs.median, 'p99 ms': latencyMs.p99 }
}

/** How many requests a second a server could answer with one processor to itself. */
function toCapacity(sample: Sample): number {
  return 1e6 / sample.cpuMicrosPerRequest
}

/** The median over the rounds of one server's figure divided by another's of the same round. */
function toRatio(of: string, to: string, toFigure: (sample: Sample) => number): number {
  const [ours, theirs] = [of, to].map((name) => servers.find((server) => server.name === name))
  return median(
    (ours?.samples ?? []).map((sample, round) => {
      return toFigure(sample) / toFigure(theirs?.samples[round] as Sample)
    }),
  )
}

function median(figures: number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
