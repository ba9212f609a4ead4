import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { noteThrottle, openStore } from '@vestibule/store'
import { CompiledQuery } from 'kysely'
import { describe, expect, it } from 'vitest'
import {
  askForBatch,
  awaitBatch,
  awaitEnd,
  isEnabled,
  listItemEvents,
  listOrdinary,
} from '../helpers/batches.ts'
import { register, signInLocally } from '../helpers/local-accounts.ts'
import { createDatabase } from '../helpers/postgres.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'
import { AFTER_FIRST_PAGE, damage, overwrite, toDatabaseFile } from './damage.ts'

const statement = (world: World, text: string) =>
  world.context.store.db.executeQuery<Record<string, number>>(CompiledQuery.raw(text))

async function expectUnavailable(visitor: Visitor, reply: Awaited<ReturnType<Visitor['get']>>) {
  expect(reply.statusCode).toBe(503)
  expect(reply.json()).toMatchObject({ code: 'overloaded' })
  expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
  expect(reply.headers).not.toHaveProperty('set-cookie')
  expect(visitor.sessionCookie()).not.toBe('')
}

const keepView = (visitor: Visitor, name: string) =>
  visitor.post('/api/views', { name, query: `search=${'x'.repeat(1500)}`, isShared: false })

/** The database may grow no more, and what room there is in it is used up. Answers with what was refused for it. */
async function fill(world: World, visitor: Visitor) {
  const pages = (await statement(world, 'pragma page_count')).rows[0]?.page_count
  await statement(world, `pragma max_page_count = ${pages}`)
  let refused = await keepView(visitor, '0')
  for (let n = 1; refused.statusCode < 300 && n < 100; n += 1) {
    refused = await keepView(visitor, String(n))
  }
  return refused
}

const readStore = async (world: World) => {
  const reply = await world.visit().get('/readyz')
  return { status: reply.statusCode, store: reply.json().checks.store }
}

describe.concurrent('SQLite', () => {
  it('held by another for longer than the wait: what writes is answered 503, what only reads is served, and once it is let go nothing has to be restarted', async () => {
    await using world = await startWorld({ users: 0 })
    const visitor = await world.signIn()
    await using other = await openStore(`file:${toDatabaseFile(world)}`)
    const begun = Promise.withResolvers<void>()
    const done = Promise.withResolvers<void>()
    const holding = other.db.transaction().execute(() => {
      begun.resolve()
      return done.promise
    })
    await begun.promise
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
    await expectUnavailable(visitor, await visitor.post('/auth/logout'))
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
    done.resolve()
    await holding
    expect((await visitor.post('/auth/logout')).statusCode).toBe(200)
    expect((await visitor.get('/api/me')).statusCode).toBe(401)
  })

  it('on a full disk: who is signed in reads on, what writes is answered 503 and changes nothing, and with room again nothing has to be restarted', async () => {
    await using world = await startWorld({ users: 0 })
    const visitor = await world.signIn()
    const refused = await fill(world, visitor)
    await expectUnavailable(visitor, refused)
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
    expect(await readStore(world)).toEqual({ status: 200, store: true })
    await statement(world, 'pragma max_page_count = 1000000')
    expect((await keepView(visitor, 'with room')).statusCode).toBeLessThan(300)
  })

  it('on a disk that is full in the middle of a batch: reads go on, the batch waits and says for what, and goes on by itself: each account is changed and entered once', async () => {
    await using world = await startWorld({ users: 60, batchRestMs: 200 })
    const ada = await world.signIn()
    // With a token for it, which is kept.
    await ada.get('/api/users?source=graph')
    const { storeFailures } = world.context.metrics
    const users = listOrdinary(world, 40)
    // It is under way and waits, until there is no room.
    const [tenantId = ''] = await world.context.authority.listTenants()
    const untilMs = world.context.now().getTime() + 60_000
    await noteThrottle(world.context.store.db, { tenantId, untilMs })
    const { id } = await askForBatch(ada, { action: 'disable', users, reason: 'They have left' })
    await awaitBatch(ada, id, { status: 'running' })
    await fill(world, ada)
    world.passTime(1)
    await awaitBatch(ada, id, { waitsFor: 'storage', status: 'running', finishedAt: null })
    expect((await storeFailures.get()).values).toContainEqual(
      expect.objectContaining({ labels: { reason: 'full' } }),
    )
    for (const path of ['/api/me', '/api/users?source=graph', `/api/user-batches/${id}/items`]) {
      expect((await ada.get(path)).statusCode, path).toBe(200)
    }
    await statement(world, 'pragma max_page_count = 1000000')
    const { batch, items } = await awaitEnd(ada, id)
    expect(batch).toMatchObject({ status: 'completed', waitsFor: null })
    expect(batch.counts).toMatchObject({ succeeded: 40, failed: 0, pending: 0 })
    expect(items.map(({ before, after }) => [before, after])).toEqual(
      users.map(() => [true, false]),
    )
    const events = await listItemEvents(world, id)
    expect(events.map(({ details }) => details.line)).toEqual(users.map((_, n) => n + 1))
    expect(users.filter((name) => isEnabled(world, name))).toEqual([])
  })

  it('on a disk that is only read from: the use of a session goes unnoted, which keeps nobody from reading', async () => {
    await using world = await startWorld({ users: 0 })
    const visitor = await world.signIn()
    await statement(world, 'pragma query_only = on')
    world.passTime(2)
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
    await expectUnavailable(visitor, await visitor.post('/auth/logout'))
    await statement(world, 'pragma query_only = off')
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
  })

  it('damaged while it is used: 503, not ready from then on, and the file is left as it is', async () => {
    await using world = await startWorld({ users: 0 })
    const visitor = await world.signIn()
    expect(await readStore(world)).toEqual({ status: 200, store: true })
    await damage(world)
    const nonsense = readFileSync(toDatabaseFile(world))
    await expectUnavailable(visitor, await visitor.get('/api/me'))
    expect(await readStore(world)).toEqual({ status: 503, store: false })
    expect(readFileSync(toDatabaseFile(world)).equals(nonsense)).toBe(true)
    const failures = await world.context.metrics.storeFailures.get()
    expect(failures.values).toMatchObject([{ labels: { reason: 'damaged' } }])
  })

  it.each([
    { what: 'another head', from: 0 },
    { what: 'a lost page', from: AFTER_FIRST_PAGE },
  ])(
    'with $what it is not opened: a sentence names the way back, and the file is left as it is',
    async ({ from }) => {
      await using world = await startWorld({ users: 0 })
      const file = `${world.env.DATA_DIR}/copy.db`
      await statement(world, `vacuum into '${file}'`)
      await overwrite(file, from)
      const nonsense = readFileSync(file)
      await expect(openStore(`file:${file}`)).rejects.toThrow(/damaged, or is none.*backup\.md/)
      expect(readFileSync(file).equals(nonsense)).toBe(true)
    },
  )
})

describe.concurrent('PostgreSQL', () => {
  it('gone and back: 503 meanwhile, nobody is signed in or out, and nothing has to be restarted', async () => {
    await using database = await createDatabase()
    await using way = await startWay(database.url)
    await using world = await startWorld({ users: 0, env: { DATABASE_URL: way.url } })
    const visitor = await world.signIn()
    const { visitor: anna } = await register(world, 'anna@example.test')
    expect((await anna.post('/auth/logout')).statusCode).toBe(200)
    const tom = world.visit()
    const callback = await tom.reachCallback('Tom Teacher')
    expect(await readStore(world)).toEqual({ status: 200, store: true })
    way.cut()
    for (const path of ['/api/me', '/api/sessions']) {
      await expectUnavailable(visitor, await visitor.get(path))
    }
    await expectUnavailable(visitor, await visitor.post('/auth/logout'))
    expect(await readStore(world)).toEqual({ status: 503, store: false })
    expect((await world.visit().get('/api/me')).statusCode).toBe(401)
    for (const path of ['/auth/login', callback]) {
      const { location } = (await tom.open(path)).headers
      expect(new URL(String(location)).searchParams.get('error')).toBe('overloaded')
    }
    expect((await signInLocally(anna, 'anna@example.test')).statusCode).toBe(503)
    expect([tom, anna].map((one) => one.sessionCookie())).toEqual(['', ''])
    way.mend()
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
    // The very answer that could not be taken is taken now.
    expect((await tom.open(callback)).headers.location).toBe(`${APP_ORIGIN}/`)
    expect((await signInLocally(anna, 'anna@example.test')).statusCode).toBe(200)
    expect((await visitor.post('/auth/logout')).statusCode).toBe(200)
    expect(await readStore(world)).toEqual({ status: 200, store: true })
  })

  it('cut in the middle of a transaction: 503, and it has not happened', async () => {
    await using database = await createDatabase()
    await using way = await startWay(database.url)
    await using world = await startWorld({ users: 0, env: { DATABASE_URL: way.url } })
    const visitor = await world.signIn()
    await using other = await openStore(database.url)
    let unavailable: Awaited<ReturnType<Visitor['get']>> | undefined
    await other.db.transaction().execute(async (tx) => {
      await tx.updateTable('sessions').set({ ip: '192.0.2.1' }).execute()
      const ending = visitor.post('/auth/logout')
      // Until it waits for the row.
      for (;;) {
        const { rows } = await other.db.executeQuery<{ count: number }>(
          CompiledQuery.raw(`select count(*) as count from pg_locks where not granted`),
        )
        if (Number(rows[0]?.count) > 0) break
      }
      way.cut()
      unavailable = await ending
    })
    if (unavailable) await expectUnavailable(visitor, unavailable)
    way.mend()
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
  })
})

/** A way to a PostgreSQL that can be cut, which looks from here as if it had stopped. */
async function startWay(target: string) {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(Number(port), hostname)
    for (const [one, another] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.pipe(another)
      one.on('error', () => {}).on('close', () => another.destroy())
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(target)
  url.host = `127.0.0.1:${(server.address() as { port: number }).port}`
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  return {
    url: url.href,
    cut,
    mend() {
      isCut = false
    },
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
