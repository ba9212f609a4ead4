import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isEnabled, listItemEvents, listOrdinary, runBatch } from '../helpers/batches.ts'
import { type BatchResponse, type ProxiedWorld, startProxiedWorld } from '../helpers/graph-proxy.ts'
import type { Visitor } from '../helpers/visitor.ts'

let world: ProxiedWorld
/** What Graph was asked to change, and when by the clock that batches wait by. */
let patches: { url: string; at: number }[] = []
const failures: unknown[] = []

// A world for each: a clock that has run ahead is no good for signing in.
beforeEach(async () => {
  patches = []
  failures.length = 0
  world = await startProxiedWorld({
    users: 200,
    skipWaits: true,
    onBatchFailure: (_batch, error) => failures.push(error),
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

const countOf = (name: string) => {
  const id = world.emulator.readUser(name)?.id ?? ''
  return patches.filter(({ url }) => url.includes(id)).length
}

describe('answers to a batch', () => {
  it('are judged by their own id, in whatever order they come', async () => {
    const ada = await world.signIn()
    const [good = '', bad = ''] = listOrdinary(world, 2)
    const users = [good, 'gwen@contoso.test', bad]
    world.proxy.meddle({ onResponses: (responses) => responses.toReversed() })
    const { of } = await runBatch(ada, { action: 'query', users })
    expect(of(good).userPrincipalName).toBe(good)
    expect(of('gwen@contoso.test').displayName).toBe('Gwen Global')
    world.emulator.addFault({
      match: `/v1.0/users/${world.emulator.readUser(bad)?.id}`,
      kind: 'status',
      status: 400,
    })
    const { items } = await disable(ada, users)
    expect(items.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded', 'refused'])
    expect(users.map((name) => isEnabled(world, name))).toEqual([false, false, true])
  })

  it('one that is missing is no success: the account is looked up, then counted once', async () => {
    const ada = await world.signIn()
    const users = listOrdinary(world, 20)
    let isFirst = true
    meddle((responses) => {
      if (!isFirst) return undefined
      isFirst = false
      return responses.filter(({ id }) => id !== '7')
    })
    const { batch, items } = await disable(ada, users)
    expect(batch.counts.succeeded).toBe(20)
    expect(users.map(countOf)).toEqual(Array(20).fill(1))
    expect(items[7]).toMatchObject({ before: true, after: false, attempts: 1 })
    expect(await listItemEvents(world, batch.id)).toHaveLength(20)
  })

  it('of every kind at once: only what may pass is asked for again', async () => {
    const ada = await world.signIn()
    const users = listOrdinary(world, 8)
    const statuses: Record<string, number> = { 0: 429, 1: 503, 2: 403, 3: 404, 4: 500, 5: 504 }
    let isFirst = true
    world.proxy.meddle({
      onRequests(requests) {
        patches.push(...requests.filter(isChange).map(({ url }) => ({ url, at: now() })))
        if (!requests.some(isChange) || !isFirst) return requests
        return requests.filter(({ id }) => !(id in statuses))
      },
      onResponses(responses, requests) {
        if (!requests.some(isChange) || !isFirst) return responses
        isFirst = false
        const refused = Object.entries(statuses).map(([id, status]) => ({
          id,
          status,
          headers: {},
          body: { error: { code: `Code${status}`, message: '' } },
        }))
        return [...responses, ...refused].toReversed().filter(({ id }) => id !== '6')
      },
    })
    const { items } = await disable(ada, users)
    expect(items.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['succeeded', null],
      ['succeeded', null],
      ['refused', 'Code403'],
      ['notFound', 'Code404'],
      ['succeeded', null],
      ['succeeded', null],
      ['succeeded', null],
      ['succeeded', null],
    ])
    expect(users.map(countOf)).toEqual([2, 2, 1, 1, 2, 2, 1, 1])
  })
})

describe('an answer that is lost', () => {
  it.each(['reset', 'truncate', 'html'] as const)(
    'by a %s after the change: it is read back, and counted once',
    async (kind) => {
      const ada = await world.signIn()
      const users = listOrdinary(world, 25)
      const { id = '' } = world.emulator.readUser(users[10] ?? '') ?? {}
      // It is looked up by its name, and changed by its id.
      world.emulator.addFault({ match: `/v1.0/users/${id}`, kind, times: 1 })
      const { batch, items } = await disable(ada, users)
      expect(batch.counts).toMatchObject({ succeeded: 25, pending: 0 })
      expect(items.every(({ before, after }) => before === true && after === false)).toBe(true)
      expect(countOf(users[10] ?? '')).toBe(1)
      expect(await listItemEvents(world, batch.id)).toHaveLength(25)
    },
  )

  it('of an account that was as wanted before is no change of ours', async () => {
    const ada = await world.signIn()
    let isFirst = true
    meddle(() => {
      if (!isFirst) return undefined
      isFirst = false
      return 'cut'
    })
    const { of } = await disable(ada, ['dana@contoso.test', 'tom@contoso.test'])
    expect(of('dana@contoso.test')).toMatchObject({ outcome: 'unchanged', after: null })
    expect(of('tom@contoso.test')).toMatchObject({ outcome: 'succeeded', after: false })
  })

  it('and never comes: the account is given up as failed only after it was looked up', async () => {
    const ada = await world.signIn()
    const [one = ''] = listOrdinary(world, 1)
    world.proxy.meddle({
      onRequests(requests) {
        patches.push(...requests.filter(isChange).map(({ url }) => ({ url, at: now() })))
        return requests.some(isChange) ? [{ id: 'other', method: 'GET', url: '/me' }] : requests
      },
    })
    const { of } = await disable(ada, [one])
    expect(of(one)).toMatchObject({ outcome: 'failed', code: 'unanswered', after: null })
    expect(patches).toHaveLength(10)
    expect(isEnabled(world, one)).toBe(true)
  })
})

describe('what fails as a whole', () => {
  it.each([
    ['a busy Graph', { match: 'batch', kind: 'status', status: 503, times: 6 }],
    ['a page of a proxy', { match: 'batch', kind: 'html', times: 6 }],
    [
      'a connection that breaks before anything is done',
      { match: 'batch', kind: 'reset', before: true, times: 6 },
    ],
    ['a request that is too large', { match: 'batch', kind: 'status', status: 413, times: 6 }],
    ['a token that is refused', { match: 'batch', kind: 'status', status: 401, times: 1 }],
    ['a claims challenge that a new token meets', { match: 'batch', kind: 'cae', times: 1 }],
  ] as const)('%s is gone over: the batch comes to its end', async (_title, fault) => {
    const ada = await world.signIn()
    const users = listOrdinary(world, 60)
    world.emulator.addFault(fault)
    const { batch } = await disable(ada, users)
    expect(batch.counts).toMatchObject({ total: 60, succeeded: 60 })
    expect(failures).toEqual([])
  })

  it('a token endpoint that is away is waited for, whatever is left to be done, and not asked all the time', async () => {
    const ada = await world.signIn()
    const users = listOrdinary(world, 3)
    let isOff = false
    world.proxy.meddle({
      onRequests(requests) {
        if (requests.some(({ url }) => url.endsWith('/revokeSignInSessions')) && !isOff) {
          isOff = true
          // The next call needs a new token, and there is none.
          world.passTime(2)
          world.emulator.addFault({ match: 'token', kind: 'status', status: 503, times: 9 })
        }
        return requests
      },
    })
    world.emulator.settings({ accessTokenSeconds: 120 })
    const before = now()
    const { items } = await disable(ada, users, { revokeSessions: true })
    expect(items.map(({ outcome, code }) => [outcome, code])).toEqual(
      Array(3).fill(['succeeded', null]),
    )
    expect(now() - before).toBeGreaterThanOrEqual(120_000 + 9 * 10_000)
  })

  it('ending sessions that fails for good is said, and the account is disabled all the same', async () => {
    const ada = await world.signIn()
    let isRevoking = false
    world.proxy.meddle({
      onRequests(requests) {
        isRevoking ||= requests.some(({ url }) => url.endsWith('/revokeSignInSessions'))
        if (isRevoking) world.emulator.addFault({ match: 'batch', kind: 'status', status: 503 })
        return requests
      },
    })
    const { of } = await disable(ada, ['tom@contoso.test', 'ola@contoso.test'], {
      revokeSessions: true,
    })
    expect(of('tom@contoso.test')).toMatchObject({ outcome: 'succeeded', code: 'revoke_failed' })
    expect(of('ola@contoso.test')).toMatchObject({ outcome: 'willBeReverted', after: false })
  })
})
