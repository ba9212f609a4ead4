import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkKeyRing } from './check-key-ring.ts'
import { type KeyRing, seal } from './seal.ts'
import { saveSessionTokens, toTokenRow } from './session-tokens.ts'
import { addSession, TOKEN } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const [ours, older] = [randomBytes(32), randomBytes(32)]

describe.each(engines)('a key ring on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  async function addSealed(ring: KeyRing) {
    const { id } = await addSession(store.db)
    const row = toTokenRow({ ...TOKEN, sessionId: id })
    const sealed = await seal('token', { ring, row, sessionKey: randomBytes(32) })
    await saveSessionTokens(store.db, id, [{ ...TOKEN, sealed }])
  }

  it('fits an empty database', async () => {
    expect(await checkKeyRing(store.db, [ours])).toBe(true)
  })

  it('fits when it opens what was sealed last, with whichever of its keys', async () => {
    await addSealed([older])
    expect(await checkKeyRing(store.db, [ours, older])).toBe(true)
  })

  it('of another server does not fit', async () => {
    await addSealed([older])
    expect(await checkKeyRing(store.db, [ours])).toBe(false)
  })
})
