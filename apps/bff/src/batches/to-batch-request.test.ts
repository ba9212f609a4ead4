import type { UserBatchRequest } from '@vestibule/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../app-error.ts'
import { changesAccounts, hashRequest, toBatchRequest, toName } from './to-batch-request.ts'

const QUERY: UserBatchRequest = { action: 'query', users: ['a@b.test'] }
const DISABLE: UserBatchRequest = { action: 'disable', users: ['a@b.test'], reason: 'Left' }

const body = fc.record(
  {
    action: fc.constantFrom('query' as const, 'disable' as const, 'enable' as const),
    users: fc.array(fc.string(), { minLength: 1, maxLength: 6 }),
    selection: fc.record({ search: fc.string({ minLength: 1 }) }),
    reason: fc.string(),
    revokeSessions: fc.boolean(),
    dryRun: fc.boolean(),
  },
  { requiredKeys: ['action'] },
)

const readPath = (request: UserBatchRequest, maxItems = 5) => {
  try {
    toBatchRequest(request, maxItems)
    return undefined
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.details.errors?.[0]?.path
  }
}

describe('what is asked of a batch', () => {
  it('is taken whole or refused by the field: nothing else comes of it', () => {
    fc.assert(
      fc.property(body, (request) => {
        const path = readPath(request)
        expect([undefined, '/users', '/reason', '/revokeSessions']).toContain(path)
        if (path !== undefined) return
        const taken = toBatchRequest(request, 5)
        expect((taken.users === undefined) !== (taken.selection === undefined)).toBe(true)
        expect(taken.users?.length ?? 0).toBeLessThanOrEqual(5)
        if (changesAccounts(taken)) expect(taken.reason).toMatch(/\S/)
        if (taken.revokeSessions) expect(taken.action).toBe('disable')
      }),
    )
  })

  it.each([
    ['both', { ...QUERY, selection: {} }, '/users'],
    ['neither', { action: 'query' }, '/users'],
    ['too many', { ...QUERY, users: Array(6).fill('a@b.test') }, '/users'],
    ['no reason', { ...DISABLE, reason: ' ' }, '/reason'],
    [
      'sessions without disabling',
      { ...DISABLE, action: 'enable', revokeSessions: true },
      '/revokeSessions',
    ],
  ] as const)('is refused: %s', (_what, request, path) => {
    expect(readPath(request as UserBatchRequest)).toBe(path)
  })

  it('changes accounts unless it only looks', () => {
    expect(changesAccounts({ action: 'query', dryRun: false })).toBe(false)
    expect(changesAccounts({ action: 'disable', dryRun: true })).toBe(false)
    expect(changesAccounts({ action: 'disable', dryRun: false })).toBe(true)
    expect(changesAccounts({ action: 'enable', dryRun: false })).toBe(true)
  })

  it('has the same hash exactly when it is the same', () => {
    const valid = body.filter((request) => readPath(request) === undefined)
    fc.assert(
      fc.property(valid, valid, (one, other) => {
        const [a, b] = [toBatchRequest(one, 5), toBatchRequest(other, 5)]
        const isSame = JSON.stringify(a) === JSON.stringify(b)
        expect(hashRequest(a) === hashRequest(b)).toBe(isSame)
      }),
    )
    const spelled = { ...DISABLE, revokeSessions: false, dryRun: false }
    expect(hashRequest(toBatchRequest(spelled, 5))).toBe(hashRequest(toBatchRequest(DISABLE, 5)))
  })
})

it.each([
  ['ada@contoso.test', 'ada@contoso.test'],
  ['  ada@contoso.test ', 'ada@contoso.test'],
  ['Ada Admin <ada@contoso.test>', 'ada@contoso.test'],
  ['c0a70500-7e57-4000-8000-00000000c0de', 'c0a70500-7e57-4000-8000-00000000c0de'],
  ['a@b.test, c@d.test', null],
  ['no address', null],
  ['', null],
])('%o is looked up by %o', (input, name) => {
  expect(toName(input)).toBe(name)
})
