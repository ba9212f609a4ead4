import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@vestibule/bff'
import { openStore, verifyAudit } from '@vestibule/store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askForBatch, listOrdinary, runBatch } from '../helpers/batches.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'
import { runCli } from './run-cli.ts'

let world: World
let ada: Visitor
let folder: string
beforeAll(async () => {
  // As an operator keeps the keys: elsewhere than the database.
  const key = () => randomBytes(32).toString('base64url')
  world = await startWorld({ users: 200, env: { SESSION_SECRETS: key(), TOKEN_KEYS: key() } })
  ada = await world.signIn()
  folder = mkdtempSync(join(tmpdir(), 'vestibule-backup-'))
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

it('a copy that is made while a batch runs is whole, and comes back without what has ended since', async () => {
  const users = listOrdinary(world, 150)
  await runBatch(ada, { action: 'disable', users: users.slice(0, 3), reason: 'Left' })
  const other = await world.signIn('Tom Teacher')
  const view = { name: 'Guests', query: 'filter=userType%3AGuest' }
  expect((await ada.post('/api/views', view)).statusCode).toBe(201)

  // For a minute, whatever else this machine does.
  world.emulator.addFault({ match: 'batch', kind: 'status', status: 429, retryAfterSeconds: 60 })
  const { id } = await askForBatch(ada, { action: 'disable', users, reason: 'All of them' })
  const copy = join(folder, 'copy.db')
  const { stdout } = await runCli(['backup', copy], world.env)
  expect(stdout).toContain('whole')
  expect(statSync(copy).mode & 0o777).toBe(0o600)
  await expect(runCli(['backup', copy], world.env)).rejects.toMatchObject({
    stderr: expect.stringContaining('is there already'),
  })
  world.emulator.clearFaults()
  // After the copy: it must not come to life again by it.
  await other.post('/auth/logout')

  const dataDir = join(folder, 'elsewhere')
  const env = { ...world.env, DATA_DIR: dataDir }
  const back = await runCli(['restore', copy], env)
  expect(back.stdout).toMatch(/2 sessions have ended; 1 unfinished batches are cancelled/)
  await expect(runCli(['restore', copy], env)).rejects.toMatchObject({
    stderr: expect.stringContaining('is there already'),
  })

  await using store = await openStore(`file:${join(dataDir, 'vestibule.db')}`)
  expect(await verifyAudit(store.db)).toMatchObject({ isWhole: true })
  const sessions = await store.db.selectFrom('sessions').selectAll().execute()
  expect(sessions).toEqual([])
  const port = 20_000 + (process.pid % 20_000)
  const asked = world.emulator.requests().length
  await using server = await startServer({
    ...env,
    PORT: String(port),
    MIRROR_REFRESH_SECONDS: '0',
  })
  await expect
    .poll(() => readBatch(store.db, id), { timeout: 10_000 })
    .toMatchObject({ status: 'cancelled' })
  expect(
    world.emulator
      .requests()
      .slice(asked)
      .filter(({ path }) => path.includes('$batch')),
  ).toEqual([])
  const cookie = ada.sessionCookie()
  const reply = await fetch(`${server.origin}/api/me`, { headers: { cookie } })
  expect(reply.status).toBe(401)
  expect(await store.db.selectFrom('saved_views').select('name').execute()).toEqual([
    { name: 'Guests' },
  ])
})

it('what is no database, or a damaged one, is refused and leaves nothing behind', async () => {
  const good = join(folder, 'good.db')
  await runCli(['backup', good], world.env)
  const bytes = readFileSync(good)
  const damaged = join(folder, 'damaged.db')
  writeFileSync(
    damaged,
    Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(16_384, 7), bytes.subarray(24_576)]),
  )
  const noDatabase = join(folder, 'letter.txt')
  writeFileSync(noDatabase, 'Dear operator, this is no database. '.repeat(50))
  for (const file of [damaged, noDatabase, join(folder, 'missing.db')]) {
    const dataDir = join(folder, `from-${file.split('/').at(-1)}`)
    const env = { ...world.env, DATA_DIR: dataDir }
    await expect(runCli(['restore', file], env)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/could not be copied|no database/),
    })
    expect(() => statSync(join(dataDir, 'vestibule.db'))).toThrow('ENOENT')
  }
})

it('of PostgreSQL, its own tools are named', async () => {
  const env = { ...world.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  await expect(runCli(['backup', join(folder, 'none.db')], env)).rejects.toMatchObject({
    stderr: expect.stringContaining('pg_dump'),
  })
})

async function readBatch(db: Awaited<ReturnType<typeof openStore>>['db'], id: string) {
  return db.selectFrom('batches').select('status').where('id', '=', id).executeTakeFirst()
}
