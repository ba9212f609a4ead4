import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from './open-store.ts'
import { END } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { useLogoutToken } from './used-logout-tokens.ts'

const token = { issuer: 'https://login.test/v2.0', tokenId: 'jti-1', expiresAt: END }

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  it('a logout token is used once, whoever asks first', async () => {
    await using other = await openStore(store.url)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        useLogoutToken((index % 2 ? other : store).db, token),
      ),
    )
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect(await useLogoutToken(store.db, token)).toBe(false)
  })

  it('the same token id of another issuer is another token', async () => {
    const issuer = 'https://other.test/v2.0'
    expect(await useLogoutToken(store.db, { ...token, issuer })).toBe(true)
  })
})
