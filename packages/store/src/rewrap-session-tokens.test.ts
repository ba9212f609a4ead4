import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rewrapSessionTokens } from './rewrap-session-tokens.ts'
import { type KeyRing, seal, unseal } from './seal.ts'
import {
  listSessionTokens,
  readSessionToken,
  type SessionToken,
  saveSessionTokens,
  toTokenRow,
} from './session-tokens.ts'
import { addSession, TOKEN } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const createKey = () => new Uint8Array(randomBytes(32))
const [older, newer, sessionKey] = [createKey(), createKey(), createKey()]
const rotated: KeyRing = [newer, older]

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())
  beforeEach(() => store.db.deleteFrom('sessions').execute())

  const toSealed = async (
    sessionId: string,
    kind: SessionToken['kind'],
    ring: KeyRing,
    value = `${kind} of ${sessionId}`,
  ) => {
    const row = toTokenRow({ sessionId, kind, resource: '' })
    const sealed = await seal(value, { ring, sessionKey, row })
    return { ...TOKEN, kind, resource: '', sealed }
  }
  const addTokens = async (ring: KeyRing = [older]) => {
    const { id } = await addSession(store.db)
    const kinds = ['access_token', 'refresh_token'] as const
    const tokens = await Promise.all(kinds.map((kind) => toSealed(id, kind, ring)))
    await saveSessionTokens(store.db, id, tokens)
    return id
  }
  const rewrapAll = (batchSize = 3) => rewrapSessionTokens(store.db, rotated, { batchSize })

  it('all tokens open with the newest key alone afterwards, without any session’s secret', async () => {
    const ids: string[] = []
    for (let count = 0; count < 4; count += 1) ids.push(await addTokens())
    expect(await rewrapAll()).toEqual({ rewrapped: 8, unreadable: 0 })
    for (const token of (
      await Promise.all(ids.map((id) => listSessionTokens(store.db, id)))
    ).flat()) {
      const context = { ring: [newer], sessionKey, row: toTokenRow(token) } as const
      expect(await unseal(token.sealed, context)).toBe(`${token.kind} of ${token.sessionId}`)
    }
    expect(await rewrapAll()).toEqual({ rewrapped: 0, unreadable: 0 })
  })

  it('a token that no key opens is counted, left as it is, and stops nothing', async () => {
    const [bad, stranger] = [await addTokens(), await addTokens([createKey()])]
    await addTokens()
    await store.db
      .updateTable('session_tokens')
      .set({ sealed: 'not sealed at all' })
      .where('session_id', '=', bad)
      .execute()
    const before = await listSessionTokens(store.db, stranger)
    expect(await rewrapAll()).toEqual({ rewrapped: 2, unreadable: 4 })
    expect(await listSessionTokens(store.db, stranger)).toEqual(before)
  })

  it('a token that was moved to another row is not sealed for it', async () => {
    const [from, to] = [await addTokens(), await addTokens()]
    const [token] = await listSessionTokens(store.db, from)
    await store.db
      .updateTable('session_tokens')
      .set({ sealed: token?.sealed ?? '' })
      .where('session_id', '=', to)
      .where('kind', '=', 'refresh_token')
      .execute()
    expect(await rewrapAll()).toEqual({ rewrapped: 3, unreadable: 1 })
  })

  it('a token that is refreshed meanwhile is not overwritten', async () => {
    const ids: string[] = []
    for (let count = 0; count < 10; count += 1) ids.push(await addTokens())
    const fresh = await Promise.all(
      ids.map((id) => toSealed(id, 'refresh_token', [older], 'fresh')),
    )
    // Everything is read in the first batch, before the first token is written.
    await Promise.all([
      rewrapAll(100),
      ...ids.map((id, index) => saveSessionTokens(store.db, id, fresh.slice(index, index + 1))),
    ])
    for (const id of ids) {
      const row = toTokenRow({ sessionId: id, kind: 'refresh_token', resource: '' })
      const token = await readSessionToken(store.db, id, 'refresh_token', '')
      expect(await unseal(token?.sealed ?? '', { ring: rotated, sessionKey, row })).toBe('fresh')
    }
  })
})
