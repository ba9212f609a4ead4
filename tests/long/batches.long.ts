import { expect, it, vi } from 'vitest'
import { askForBatch, awaitBatch, listOrdinary, readBatch } from '../helpers/batches.ts'
import { startWorld } from '../helpers/world.ts'

const ITEMS = 10_000
/** Some of the tenant's people are disabled, or kept in Active Directory. */
const PEOPLE = 13_000
/** What Microsoft publishes: so many writes of an application in a tenant, in so many seconds. */
const QUOTA = { writes: 3000, seconds: 150 }

it(`${ITEMS} accounts take no tenth longer than Graph’s own limits say`, async () => {
  await using world = await startWorld({ users: PEOPLE, skipWaits: true })
  const ada = await world.signIn()
  const users = listOrdinary(world, ITEMS)
  const { id } = await askForBatch(ada, { action: 'disable', users, reason: 'Left' })
  await vi.waitFor(async () => expect((await readBatch(ada, id)).status).toBe('completed'), {
    timeout: 300_000,
    interval: 200,
  })
  const { createdAt, finishedAt, counts } = await awaitBatch(ada, id, { status: 'completed' })
  expect(counts.succeeded).toBe(ITEMS)
  const seconds = (Date.parse(String(finishedAt)) - Date.parse(createdAt)) / 1000
  const floor = Math.floor((ITEMS - 1) / QUOTA.writes) * QUOTA.seconds
  console.log(`${seconds.toFixed(0)} s, ${(seconds / floor).toFixed(3)} × the floor of ${floor} s`)
  expect(seconds).toBeGreaterThanOrEqual(floor)
  expect(seconds).toBeLessThanOrEqual(1.1 * floor)
})
