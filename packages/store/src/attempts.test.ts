import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forgetAttempts, noteAttempt, takeBackAttempt } from './attempts.ts'
import { openStore } from './open-store.ts'
import { BEGIN, END, LATER } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const note = (key: string, now = BEGIN, windowEndsAt = LATER) =>
    noteAttempt(store.db, { key, now, windowEndsAt })

  it('of fifty attempts at once, on two connections, each gets a count of its own', async () => {
    await using other = await openStore(store.url)
    const attempts = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        noteAttempt((index % 2 ? other : store).db, {
          key: 'at once',
          now: BEGIN,
          windowEndsAt: LATER,
        }),
      ),
    )
    const counts = attempts.map(({ count }) => count).sort((a, b) => a - b)
    expect(counts).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  })

  it('a window ends when its first attempt said', async () => {
    expect(await note('window')).toEqual({ count: 1, windowEndsAt: LATER })
    expect(await note('window', BEGIN, END)).toEqual({ count: 2, windowEndsAt: LATER })
  })

  it('after its window counting begins anew with one', async () => {
    await note('over')
    await note('over')
    expect(await note('over', LATER, END)).toEqual({ count: 1, windowEndsAt: END })
    expect(await note('over', LATER, END)).toEqual({ count: 2, windowEndsAt: END })
  })

  it('an attempt that is taken back does not count', async () => {
    await note('taken back')
    await note('taken back')
    await takeBackAttempt(store.db, 'taken back')
    expect(await note('taken back')).toMatchObject({ count: 2 })
  })

  it('taking back more than there was, or what was never noted, earns nothing', async () => {
    await note('too often')
    for (let times = 0; times < 3; times += 1) await takeBackAttempt(store.db, 'too often')
    expect(await note('too often')).toMatchObject({ count: 1 })
    await takeBackAttempt(store.db, 'never noted')
    expect(await note('never noted')).toMatchObject({ count: 1 })
  })

  it('what is forgotten begins anew, and nothing else does', async () => {
    await note('forgotten')
    await note('forgotten')
    await note('kept')
    await forgetAttempts(store.db, 'forgotten')
    expect(await note('forgotten')).toMatchObject({ count: 1 })
    expect(await note('kept')).toMatchObject({ count: 2 })
  })

  it('the database holds nothing of what is counted but a hash', async () => {
    await note('ada@contoso.test')
    const rows = await store.db.selectFrom('attempts').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain('ada')
  })
})
