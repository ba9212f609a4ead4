import { expect, test } from 'vitest'
import { type Client, createClient } from './create-client.ts'
import { type Reply, startApi, toProblem } from './testing/start-api.ts'

const toBatch = (status: string, finishedAt: string | null = null): Reply => ({
  body: { id: 'b-1', status, finishedAt },
})
const RUNNING = toBatch('running')
const ENDED = toBatch('completed', '2026-01-01T00:00:00.000Z')
const LOST = { status: 502, body: '<h1>Bad gateway</h1>' }
const busyFor = (retryAfterSeconds: number) => toProblem('rate_limited', 429, { retryAfterSeconds })

/** Plays the replies; the last one stays. Waits take no time, and are written down. */
async function play(replies: Reply[], run: (client: Client) => Promise<unknown>) {
  await using api = await startApi((_request, index) => replies[index] ?? (replies.at(-1) as Reply))
  const waits: number[] = []
  const client = createClient({
    baseUrl: api.url,
    async wait(ms, signal) {
      signal?.throwIfAborted()
      waits.push(ms)
    },
  })
  const result = await run(client).catch((error: unknown) => error)
  return { result, waits, looks: api.seen.length }
}

test('it looks until the batch has ended, and tells of every look', async () => {
  const told: string[] = []
  const { result, waits } = await play([toBatch('queued'), RUNNING, ENDED], (client) =>
    client.waitForUserBatch('b-1', { onProgress: ({ status }) => told.push(status) }),
  )
  expect(result).toEqual(ENDED.body)
  expect(told).toEqual(['queued', 'running', 'completed'])
  expect(waits).toEqual([2_000, 2_000])
})

test('a paused batch is answered: it waits for its person', async () => {
  const { result } = await play([RUNNING, toBatch('paused')], (client) =>
    client.waitForUserBatch('b-1'),
  )
  expect(result).toMatchObject({ status: 'paused' })
})

test('a cancelled batch is over when its last call is', async () => {
  const at = '2026-01-01T00:00:00.000Z'
  const { result, looks } = await play([toBatch('cancelled'), toBatch('cancelled', at)], (client) =>
    client.waitForUserBatch('b-1'),
  )
  expect(result).toMatchObject({ status: 'cancelled', finishedAt: at })
  expect(looks).toBe(2)
})

test('it looks as often as is wanted, but never without a pause', async () => {
  const slow = await play([RUNNING, ENDED], (client) =>
    client.waitForUserBatch('b-1', { everyMs: 30_000 }),
  )
  expect(slow.waits).toEqual([30_000])
  const hasty = await play([RUNNING, ENDED], (client) =>
    client.waitForUserBatch('b-1', { everyMs: 0 }),
  )
  expect(hasty.waits).toEqual([250])
})

test('what may pass by itself is waited out, as long as is asked for', async () => {
  const { result, waits } = await play([busyFor(9), LOST, RUNNING, busyFor(1), ENDED], (client) =>
    client.waitForUserBatch('b-1'),
  )
  expect(result).toEqual(ENDED.body)
  expect(waits).toEqual([9_000, 2_000, 2_000, 2_000])
})

test('what does not pass is thrown', async () => {
  const gone = await play([RUNNING, toProblem('not_found', 404)], (client) =>
    client.waitForUserBatch('b-1'),
  )
  expect(gone.result).toMatchObject({ problem: { code: 'not_found' } })
  const lost = await play([LOST], (client) => client.waitForUserBatch('b-1'))
  expect(lost).toMatchObject({ result: { name: 'NoAnswer', status: 502 }, looks: 6 })
  const long = await play([busyFor(61)], (client) => client.waitForUserBatch('b-1'))
  expect(long).toMatchObject({ result: { retryAfterSeconds: 61 }, looks: 1 })
})

test('the signal ends it, also between two looks', async () => {
  const giveUp = new AbortController()
  const { result, looks } = await play([RUNNING], (client) =>
    client.waitForUserBatch('b-1', {
      signal: giveUp.signal,
      onProgress: () => giveUp.abort(new Error('Enough.')),
    }),
  )
  expect(result).toEqual(new Error('Enough.'))
  expect(looks).toBe(1)
})
