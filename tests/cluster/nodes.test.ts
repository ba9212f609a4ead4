import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { openStore } from '@vestibule/store'
import { decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../cli/run-cli.ts'
import { ANSWERED_BY, type Balancer, startBalancer } from '../helpers/balancer.ts'
import { OTHER_PASSWORD, PASSWORD, toApplicant } from '../helpers/local-accounts.ts'
import { type Nodes, startNodes } from '../helpers/nodes.ts'
import { createEmptyDatabase } from '../helpers/postgres.ts'
import { createBrowser, signIn } from '../helpers/sign-in-driver.ts'

const NODES = 3
const MIGRATIONS = join(import.meta.dirname, '../../packages/store/src/migrations')
/** Requests a second, of people who go on working. */
const PACE = 30
/** Each server takes three seconds to let balancers notice, and a busy machine as long to start one. */
const PATIENT = { timeout: 60_000 }

let database: Awaited<ReturnType<typeof createEmptyDatabase>>
let emulator: Emulator
let balancer: Balancer
let cluster: Nodes
let env: Record<string, string>
let keysFile: string
const folder = mkdtempSync(join(tmpdir(), 'vestibule-nodes-'))
const createKey = () => randomBytes(32).toString('base64url')
const oldKey = createKey()

// Three servers that start at once on an empty database.
beforeAll(async () => {
  keysFile = join(folder, 'token-keys')
  writeFileSync(keysFile, oldKey)
  database = await createEmptyDatabase()
  emulator = await createEmulator({ port: 0, users: 30 })
  balancer = await startBalancer()
  env = {
    // As it is run for people: then a server that is told to end goes on until balancers have noticed.
    NODE_ENV: 'production',
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    APP_ORIGIN: balancer.origin,
    DATABASE_URL: database.url,
    SESSION_SECRETS: createKey(),
    TOKEN_KEYS_FILE: keysFile,
    ENTRA_AUTHORITY: emulator.authority,
    ENTRA_CLIENT_ID: emulator.webClientId,
    ENTRA_CLIENT_SECRET: 'demo-web-secret',
    GRAPH_BASE_URL: emulator.url,
  }
  cluster = await startNodes(NODES, env)
  await Promise.all(cluster.nodes.map(({ url }) => balancer.add(url)))
})
afterAll(async () => {
  // Nobody is left to notice.
  await Promise.all((cluster?.nodes ?? []).map((node) => node.kill()))
  await cluster?.[Symbol.asyncDispose]()
  await balancer?.[Symbol.asyncDispose]()
  await emulator?.close()
  await database?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** A browser whose requests go to the servers in turn. */
function visit() {
  const { fetch: send, readCookies } = createBrowser()
  const tenant = createBrowser()
  const open = (path: string) => send(balancer.origin + path, { headers: { accept: 'text/html' } })
  return {
    open,
    readCookies,
    get: (path: string) => send(balancer.origin + path),
    change: (method: 'POST' | 'DELETE', path: string, body?: object) =>
      send(balancer.origin + path, {
        method,
        headers: {
          'x-csrf': '1',
          origin: balancer.origin,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    /** The answers that begin the sign-in and that end it. */
    async signIn(person: string) {
      const begun = await open('/auth/login?returnTo=/users')
      const answer = await signIn(tenant, String(begun.headers.get('location')), person)
      return [begun, await open(answer.pathname + answer.search)] as const
    },
  }
}
type Visitor = ReturnType<typeof visit>

async function arrive(person = 'Ada Admin'): Promise<Visitor> {
  const visitor = visit()
  await visitor.signIn(person)
  return visitor
}

/** One server more, which gets its share. */
async function addNode(): Promise<void> {
  const { url } = await cluster.add()
  await balancer.add(url)
}

/** Asks every server once, and answers with what each has said. */
async function askEach(ask: () => Promise<Response>): Promise<number[]> {
  const answers: Response[] = []
  for (let turn = 0; turn < NODES; turn += 1) answers.push(await ask())
  expect(new Set(answers.map(toServer)).size).toBe(NODES)
  return answers.map(({ status }) => status)
}
const toServer = ({ headers }: Response) => headers.get(ANSWERED_BY)
const askMe = (visitor: Visitor) => askEach(() => visitor.get('/api/me'))
const ALL_GOOD = Array(NODES).fill(200)
const ALL_ENDED = Array(NODES).fill(401)

it('three servers that start at once on an empty database bring it to its newest shape once', async () => {
  await using store = await openStore(database.url)
  // The list of what was done is Kysely's own table, of which the types know nothing.
  const done = store.db.selectFrom('kysely_migration' as 'saved_views').select('name')
  const wanted = readdirSync(MIGRATIONS).filter((name) => /^\d{3}-[\w-]+\.ts$/.test(name))
  const names = (await done.execute()).map(({ name }) => `${name}.ts`)
  expect(names.sort()).toEqual(wanted.sort())
  expect(await askEach(() => visit().get('/readyz'))).toEqual(ALL_GOOD)
})

describe('a session', () => {
  it('begins on one server, is finished on another, and is good on all', async () => {
    const visitor = visit()
    const [begun, finished] = await visitor.signIn('Tom Teacher')
    expect(toServer(begun)).not.toBe(toServer(finished))
    expect(finished.headers.get('location')).toBe(`${balancer.origin}/users`)
    expect(await askMe(visitor)).toEqual(ALL_GOOD)
    expect(await askEach(() => visitor.get('/api/users?top=1'))).toEqual(ALL_GOOD)
  })

  it.each([
    ['by its person', (visitor: Visitor) => visitor.change('POST', '/auth/logout')],
    [
      'from another browser',
      async () => (await arrive()).change('DELETE', '/api/sessions?scope=others'),
    ],
  ])('that is ended on one server %s is over on all within a second', async (_how, end) => {
    const visitor = await arrive()
    // Signing out takes the cookie along: this one was copied before.
    const copied = visitor.readCookies()
    expect(await askMe(visitor)).toEqual(ALL_GOOD)
    const ended = await end(visitor)
    expect(ended.ok, await ended.text()).toBe(true)
    const since = performance.now()
    const answers = await Promise.all(
      cluster.nodes.map(({ get }) => get('/api/me', copied).then(({ status }) => status)),
    )
    expect(performance.now() - since).toBeLessThan(1000)
    expect(answers).toEqual(ALL_ENDED)
  })
})

it('wrong passwords count over all servers: the eleventh is refused on each, though it is right', async () => {
  const email = 'anna@example.test'
  const owner = visit()
  expect((await owner.change('POST', '/auth/local/register', toApplicant(email))).status).toBe(201)
  const enter = (visitor: Visitor, password: string) =>
    visitor.change('POST', '/auth/local/login', { email, password })
  const guesses = await Promise.all(
    Array.from({ length: 10 }, () => enter(visit(), OTHER_PASSWORD)),
  )
  expect(guesses.map(({ status }) => status)).toEqual(Array(10).fill(401))
  expect(new Set(guesses.map(toServer)).size).toBe(NODES)
  expect(await askEach(() => enter(visit(), PASSWORD))).toEqual(ALL_ENDED)
  expect(await askEach(() => enter(owner, PASSWORD))).toEqual(ALL_GOOD)
})

describe('people who go on working', () => {
  /** Asks for pages at a steady pace; `end` answers with what came of each request. */
  async function startWork() {
    const people = await Promise.all(['Ada Admin', 'Max Member'].map(arrive))
    const paths = ['/api/me', '/api/users?top=1&source=graph']
    const outcomes: Promise<string>[] = []
    const timer = setInterval(() => {
      const turn = outcomes.length
      const path = paths[turn % 2] ?? ''
      const answer = people[(turn >> 1) % 2]?.get(path)
      outcomes.push(toOutcome(path, answer as Promise<Response>))
    }, 1000 / PACE)
    return {
      async end() {
        clearInterval(timer)
        return Promise.all(outcomes)
      },
    }
  }

  /** `200`, or what went wrong. */
  async function toOutcome(path: string, answer: Promise<Response>): Promise<string> {
    try {
      const response = await answer
      const text = await response.text()
      return response.ok ? '200' : `${path} ${response.status} ${text}`
    } catch (error) {
      return `${path} ${error}`
    }
  }

  it('notice nothing of a restart of all servers, one after the other', PATIENT, async () => {
    const work = await startWork()
    const statuses: (number | null)[] = []
    for (const node of [...cluster.nodes]) {
      const [status] = await Promise.all([node.stop(), addNode()])
      statuses.push(status)
      cluster.nodes.splice(cluster.nodes.indexOf(node), 1)
    }
    const outcomes = await work.end()
    expect(statuses).toEqual(Array(NODES).fill(0))
    expect(outcomes.length).toBeGreaterThan(PACE)
    expect(outcomes.filter((outcome) => outcome !== '200')).toEqual([])
  })

  it('notice nothing of new keys', PATIENT, async () => {
    const visitor = await arrive()
    const work = await startWork()
    const newKey = createKey()
    writeFileSync(keysFile, `${newKey},${oldKey}`)
    // Whoever has not met the new key yet seals with the old one: the second time finds all who did.
    for (const _ of [1, 2]) await runCli(['keys', 'rotate'], env)
    const outcomes = await work.end()
    expect(outcomes.length).toBeGreaterThan(PACE)
    expect(outcomes.filter((outcome) => outcome !== '200')).toEqual([])
    expect(await listSealingKeys()).toHaveLength(1)
    // The old key has gone, and nobody with it.
    writeFileSync(keysFile, newKey)
    await addNode()
    const answers = await Promise.all(cluster.nodes.map(() => visitor.get('/api/users?top=1')))
    expect(answers.map(({ status }) => status)).toEqual(Array(NODES + 1).fill(200))
  })

  async function listSealingKeys(): Promise<string[]> {
    await using store = await openStore(database.url)
    const rows = await store.db.selectFrom('session_tokens').select('sealed').execute()
    return [...new Set(rows.map(({ sealed }) => String(decodeProtectedHeader(sealed).kid)))]
  }
})
