import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from './open-store.ts'
import {
  consumeSignInTransaction,
  createSignInRequest,
  createSignInTransaction,
  readSignInRequest,
} from './sign-ins.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const started = {
  purpose: 'sign_in' as const,
  browserSecret: 'browser-1',
  nonce: 'nonce',
  codeVerifier: 'verifier',
  returnTo: '/users',
  scopes: ['openid', 'User.Read'],
  startedAt: '2026-11-22T10:00:00.000Z',
  expiresAt: '2026-11-22T10:10:00.000Z',
}
const now = '2026-11-22T10:05:00.000Z'
const tooLate = '2026-11-22T10:11:00.000Z'

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const start = (state: string) => createSignInTransaction(store.db, { ...started, state })
  const consume = (state: string, browserSecret: string | undefined = 'browser-1', at = now) =>
    consumeSignInTransaction(store.db, { state, browserSecret, purposes: ['sign_in'], now: at })

  it('what was started for something else is unknown, and not used up', async () => {
    await createSignInTransaction(store.db, { ...started, purpose: 'admin_consent', state: 'kind' })
    expect(await consume('kind')).toEqual({ outcome: 'unknown' })
    const attempt = { state: 'kind', browserSecret: 'browser-1', now } as const
    expect(
      await consumeSignInTransaction(store.db, { ...attempt, purposes: ['admin_consent'] }),
    ).toMatchObject({ outcome: 'consumed' })
  })

  it('a started sign-in is taken once', async () => {
    await start('state-1')
    const answers = await Promise.all([consume('state-1'), consume('state-1'), consume('state-1')])
    const outcomes = answers.map(({ outcome }) => outcome).sort()
    expect(outcomes).toEqual(['consumed', 'used', 'used'])
  })

  it('of sixteen answers at the same moment, on several connections, one takes the sign-in', async () => {
    await start('state-of-a-race')
    await using second = await openStore(store.url)
    await using third = await openStore(store.url)
    const attempt = {
      purposes: ['sign_in' as const],
      state: 'state-of-a-race',
      browserSecret: 'browser-1',
      now,
    }
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) => {
        const { db } = [store, second, third][index % 3] ?? store
        return consumeSignInTransaction(db, attempt)
      }),
    )
    const outcomes = answers.map(({ outcome }) => outcome).sort()
    expect(outcomes).toEqual(['consumed', ...Array(15).fill('used')])
  })

  it('what was noted comes back to the one who takes it', async () => {
    await start('state-2')
    expect(await consume('state-2')).toMatchObject({
      transaction: { nonce: 'nonce', codeVerifier: 'verifier', returnTo: '/users' },
    })
  })

  it('a link comes back with the session that started it, a sign-in with none', async () => {
    const link = { ...started, purpose: 'link' as const, sessionId: 'session-1', state: 'state-6' }
    await createSignInTransaction(store.db, link)
    await start('state-7')
    const attempt = { browserSecret: 'browser-1', purposes: ['link', 'sign_in'] as const, now }
    expect(
      await consumeSignInTransaction(store.db, { ...attempt, state: 'state-6' }),
    ).toMatchObject({ transaction: { purpose: 'link', sessionId: 'session-1' } })
    expect(
      await consumeSignInTransaction(store.db, { ...attempt, state: 'state-7' }),
    ).toMatchObject({ transaction: { purpose: 'sign_in', sessionId: null } })
  })

  it.each([['browser-2'], [undefined], ['']])(
    'another browser (%s) gets nothing and uses nothing up',
    async (browserSecret) => {
      const state = `state-of-${browserSecret}`
      await start(state)
      const attempt = { purposes: ['sign_in' as const], state, browserSecret, now }
      expect(await consumeSignInTransaction(store.db, attempt)).toEqual({
        outcome: 'other_browser',
      })
      expect(await consume(state)).toMatchObject({ outcome: 'consumed' })
    },
  )

  it('a sign-in that took too long is told from one that was never started', async () => {
    await start('state-3')
    expect(await consume('state-3', 'browser-1', tooLate)).toEqual({ outcome: 'expired' })
    expect(await consume('state-4')).toEqual({ outcome: 'unknown' })
  })

  it('neither the state nor the browser’s secret stands in the database', async () => {
    await start('state-5')
    const rows = JSON.stringify(
      await store.db.selectFrom('sign_in_transactions').selectAll().execute(),
    )
    expect(rows).not.toContain('state-5')
    expect(rows).not.toContain('browser-1')
  })

  it('a noted request is found until it is too old', async () => {
    const asked = { purpose: 'consent', scopes: ['User.Read.All'], claims: null } as const
    await createSignInRequest(store.db, {
      ...asked,
      scopes: [...asked.scopes],
      id: 'request-1',
      expiresAt: started.expiresAt,
    })
    expect(await readSignInRequest(store.db, 'request-1', now)).toEqual(asked)
    expect(await readSignInRequest(store.db, 'request-1', tooLate)).toBeUndefined()
    expect(await readSignInRequest(store.db, 'request-2', now)).toBeUndefined()
  })
})
