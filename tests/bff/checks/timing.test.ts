import { randomUUID } from 'node:crypto'
import { createLocalAccount } from '@vestibule/store'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { cameFrom, lock, OTHER_PASSWORD, register } from '../../helpers/local-accounts.ts'
import { startWorld, type World } from '../../helpers/world.ts'

// Each of 600 samples hashes.
vi.setConfig({ testTimeout: 120_000 })

const SAMPLES = 200
const LOCKED = 'locked@example.test'

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 0, env: { TRUST_PROXY: 'loopback' } })
  await register(world, LOCKED)
  await lock(world, LOCKED)
  await plantAccounts()
})
afterAll(() => world[Symbol.asyncDispose]())

const toKnown = (at: number) => `known${at}@example.test`

/** An account for each sample, so that none is locked; all with one password. */
async function plantAccounts() {
  const { db } = world.context.store
  const { password_hash: passwordHash } = await db
    .selectFrom('local_accounts')
    .select('password_hash')
    .where('email_key', '=', LOCKED)
    .executeTakeFirstOrThrow()
  for (let at = 0; at < SAMPLES; at += 1) {
    const email = toKnown(at)
    const account = { personId: randomUUID(), email, emailKey: email, passwordHash }
    const looks = { displayName: 'Anna', accentColor: 'blue', verifiedAt: null } as const
    await createLocalAccount(db, { ...account, ...looks }, new Date().toISOString())
  }
}

const toMedian = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

it('an unknown address, a wrong password and a locked account take the same time', async ({
  annotate,
}) => {
  const addresses = {
    unknown: (at: number) => `unknown${at}@example.test`,
    wrong: toKnown,
    locked: () => LOCKED,
  }
  const kinds = Object.keys(addresses) as (keyof typeof addresses)[]
  const times = { unknown: [] as number[], wrong: [] as number[], locked: [] as number[] }
  for (let at = 0; at < SAMPLES; at += 1) {
    // In turns, each kind first as often as the others: what else goes on meets all alike.
    for (const index of [0, 1, 2]) {
      const kind = kinds[(at + index) % 3] as (typeof kinds)[number]
      const visitor = world.visit()
      const credentials = { email: addresses[kind](at), password: OTHER_PASSWORD }
      const headers = cameFrom(`198.51.100.${at}`)
      const start = performance.now()
      const reply = await visitor.post('/auth/local/login', credentials, headers)
      times[kind].push(performance.now() - start)
      if (reply.statusCode !== 401) throw new Error(`${kind}: ${reply.body}`)
    }
  }
  const medians = kinds.map((kind) => toMedian(times[kind]))
  const told = kinds.map((kind, at) => `${kind} ${medians[at]?.toFixed(1)} ms`).join(', ')
  await annotate(`Medians of ${SAMPLES} samples each: ${told}`)
  expect(Math.min(...medians), `a hash takes its time: ${told}`).toBeGreaterThan(5)
  expect(Math.max(...medians) - Math.min(...medians), told).toBeLessThan(10)
})
