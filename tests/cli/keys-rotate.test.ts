import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWorld, type World } from '../helpers/world.ts'
import { runCli } from './run-cli.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const env = () => ({ ...world.env, LOG_LEVEL: 'silent' })

/** The keys that the stored tokens are sealed with. */
async function listSealingKeys(): Promise<string[]> {
  const rows = await world.context.store.db.selectFrom('session_tokens').select('sealed').execute()
  return [...new Set(rows.map(({ sealed }) => String(decodeProtectedHeader(sealed).kid)))]
}

it('the keys are rotated while people work: nobody notices, and no row keeps an older key', async () => {
  const people = await Promise.all(
    ['Ada Admin', 'Tom Teacher', 'Sara Student'].map((name) => world.signIn(name)),
  )
  const before = await listSealingKeys()
  const statuses: number[] = []
  let isRotating = true
  const work = people.map(async (person) => {
    while (isRotating) {
      // A permission more each time: tokens are sealed anew meanwhile.
      for (const path of ['/api/token-claims', '/api/users?top=1', '/api/me/photo']) {
        statuses.push((await person.get(path)).statusCode)
      }
    }
  })
  const { stdout } = await runCli(['keys', 'rotate'], env())
  // Whoever had not met the new key sealed with the old one: it is still there for the next time.
  await runCli(['keys', 'rotate'], env())
  isRotating = false
  await Promise.all(work)
  expect(stdout).toMatch(/\d+ tokens were sealed with the newest key/)
  expect(statuses.length).toBeGreaterThan(people.length * 3)
  expect(statuses.filter((status) => status >= 400)).toEqual([])
  const after = await listSealingKeys()
  expect(after).toHaveLength(1)
  expect(before).not.toContain(after[0])
})

it('tokens of the application itself are sealed with the newest key as well, and stay in use', async () => {
  const { appTokens, authority, graph, store } = world.context
  const [tenantId = ''] = await authority.listTenants()
  const token = await appTokens.getAppToken({ tenantId, resource: graph.resource })
  const read = () => store.db.selectFrom('app_tokens').select('sealed').executeTakeFirstOrThrow()
  const before = decodeProtectedHeader((await read()).sealed)
  const requests = world.emulator.requests().length
  await runCli(['keys', 'rotate'], env())
  const after = decodeProtectedHeader((await read()).sealed)
  expect(after.kid).not.toBe(before.kid)
  expect(await appTokens.getAppToken({ tenantId, resource: graph.resource })).toBe(token)
  expect(world.emulator.requests()).toHaveLength(requests)
})

it('the key before stays until the next time, older ones go', async () => {
  const read = (): string[] =>
    JSON.parse(readFileSync(join(String(world.env.DATA_DIR), 'secrets.json'), 'utf8')).tokenKeys
  await runCli(['keys', 'rotate'], env())
  const [newest] = read()
  await runCli(['keys', 'rotate'], env())
  expect(read()).toHaveLength(2)
  expect(read()[1]).toBe(newest)
})

it('no key is printed', async () => {
  const { stdout, stderr } = await runCli(['keys', 'rotate'], env())
  const secrets = readFileSync(join(String(world.env.DATA_DIR), 'secrets.json'), 'utf8')
  for (const secret of JSON.parse(secrets).tokenKeys) expect(stdout + stderr).not.toContain(secret)
})

it('a wrong configuration is told in sentences, with status 1', async () => {
  const failed = runCli(['keys', 'rotate'], { ...env(), TOKEN_KEYS: 'short' })
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^TOKEN_KEYS must/),
  })
})

it('an unknown command is told, with status 1', async () => {
  await expect(runCli(['keys', 'lose'], env())).rejects.toMatchObject({ code: 1 })
})

it('migrate brings a database to the newest shape, again and again', async () => {
  for (const _ of [1, 2]) {
    const { stdout } = await runCli(['migrate'], env())
    expect(stdout).toBe('The database has the newest shape.\n')
  }
})
