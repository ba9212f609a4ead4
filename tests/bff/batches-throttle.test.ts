import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askForBatch, awaitEnd, listOrdinary, runBatch, soon } from '../helpers/batches.ts'
import { type BatchResponse, type ProxiedWorld, startProxiedWorld } from '../helpers/graph-proxy.ts'
import type { Visitor } from '../helpers/visitor.ts'

let world: ProxiedWorld
/** What Graph was asked to change, and when by the clock that batches wait by. */
let patches: { url: string; at: number }[] = []

// A world for each: a clock that has run ahead is no good for signing in.
beforeEach(async () => {
  patches = []
  world = await startProxiedWorld({
    users: 200,
    skipWaits: true,
  })
  meddle(() => undefined)
})
afterEach(() => world?.[Symbol.asyncDispose]())

const now = () => world.context.now().getTime()
const isChange = ({ method }: { method: string }) => method === 'PATCH'
const disable = (visitor: Visitor, users: string[], more = {}) =>
  runBatch(visitor, { action: 'disable', users, reason: 'Left', ...more })

/** Notes every change; `answer` may replace Graph's answers to changes. */
function meddle(answer: (responses: BatchResponse[]) => BatchResponse[] | 'cut' | undefined) {
  world.proxy.meddle({
    onRequests(requests) {
      patches.push(...requests.filter(isChange).map(({ url }) => ({ url, at: now() })))
      return requests
    },
    onResponses(responses, requests) {
      if (!requests.some(isChange)) return responses
      const changed = answer(responses)
      return changed === 'cut' ? undefined : (changed ?? responses)
    },
  })
}

describe('Retry-After', () => {
  it('of one account stops the whole tenant’s batches until then, to the second', async () => {
    const ada = await world.signIn()
    const [slow = '', ...others] = listOrdinary(world, 60)
    let throttledAt = 0
    let isFirst = true
    meddle((responses) => {
      if (!isFirst) return undefined
      isFirst = false
      throttledAt = now()
      const body = { error: { code: 'TooManyRequests', message: '' } }
      return responses.map((one, index) =>
        index === 0 ? { ...one, status: 429, headers: { 'Retry-After': '600' }, body } : one,
      )
    })
    // The proxy lets the change pass and says that it did not: it is made to look throttled.
    const first = await askForBatch(ada, {
      action: 'disable',
      users: [slow, ...others.slice(0, 19)],
      reason: 'Left',
    })
    await soon(() => expect(throttledAt).toBeGreaterThan(0))
    const second = await askForBatch(ada, {
      action: 'disable',
      users: others.slice(19),
      reason: 'Left',
    })
    await awaitEnd(ada, first.id)
    await awaitEnd(ada, second.id)
    const early = patches.filter(({ at }) => at > throttledAt && at < throttledAt + 600_000)
    expect(early).toEqual([])
    const last = patches.at(-1)
    expect(last?.at).toBeGreaterThanOrEqual(throttledAt + 600_000)
    expect(last?.at).toBeLessThan(throttledAt + 605_000)
  })

  it('of a whole call is kept to as well, and told to who watches', async () => {
    const ada = await world.signIn()
    const begin = now()
    world.emulator.addFault({
      match: 'batch',
      kind: 'status',
      status: 429,
      retryAfterSeconds: 90,
      times: 1,
    })
    const { batch } = await disable(ada, listOrdinary(world, 5))
    expect(batch.counts.succeeded).toBe(5)
    expect(patches[0]?.at).toBeGreaterThanOrEqual(begin + 90_000)
  })

  it('of one account, however often it comes, is nothing against the account', async () => {
    const ada = await world.signIn()
    const [one = ''] = listOrdinary(world, 1)
    const { id } = world.emulator.readUser(one) ?? {}
    const fault = { match: `/v1.0/users/${id}`, kind: 'status' } as const
    world.emulator.addFault({ ...fault, status: 429, retryAfterSeconds: 1, times: 30 })
    const { of } = await disable(ada, [one])
    expect(of(one)).toMatchObject({ outcome: 'succeeded', after: false })
  })

  it('however often it comes, nothing fails of it', async () => {
    const ada = await world.signIn()
    world.emulator.addFault({
      match: 'batch',
      kind: 'status',
      status: 429,
      retryAfterSeconds: 5,
      times: 40,
    })
    const { batch } = await disable(ada, listOrdinary(world, 20))
    expect(batch.counts).toMatchObject({ succeeded: 20, failed: 0 })
  })
})

it('a limit that is near slows the tenant’s batches to the published pace, until it is far again', async () => {
  const ada = await world.signIn()
  const users = listOrdinary(world, 140)
  let share: string | undefined = '0.8'
  meddle((responses) =>
    responses.map((one) => ({
      ...one,
      headers: { ...one.headers, ...(share && { 'x-ms-throttle-limit-percentage': share }) },
    })),
  )
  await disable(ada, users.slice(0, 20))
  patches = []
  await disable(ada, users.slice(20, 80))
  // Three calls of twenty, where 3,000 in 150 seconds are twenty a second.
  const times = [...new Set(patches.map(({ at }) => at))]
  expect(patches).toHaveLength(60)
  expect(times).toHaveLength(3)
  // They are counted from when each begins, which is a look before its change.
  expect(Number(times[2]) - Number(times[0])).toBeGreaterThanOrEqual(1800)
  // The first call that hears nothing of a limit lets all go on at once.
  share = undefined
  patches = []
  const begin = now()
  await disable(ada, users.slice(80))
  expect(patches).toHaveLength(60)
  expect(Number(patches.at(-1)?.at) - begin).toBeLessThan(2500)
})
