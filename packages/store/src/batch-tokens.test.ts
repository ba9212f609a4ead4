import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rewrapBatchTokens, toBatchTokenRow } from './batch-tokens.ts'
import { createBatch } from './batches.ts'
import { sealForServer, unsealForServer } from './seal.ts'
import { BEGIN } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const older = randomBytes(32)
const newer = randomBytes(32)

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const accept = (id: string, sealedToken: string) => {
    const actor = { personId: 'p', objectId: 'o', subject: 's', name: 'Ada' }
    return createBatch(store.db, {
      batch: {
        id,
        tenantId: 't',
        actor,
        action: 'query',
        reason: null,
        revokeSessions: false,
        dryRun: false,
        undoOf: null,
        retryOf: null,
        createdAt: BEGIN,
      },
      items: [{ line: 1, input: 'a@x.test', name: 'a@x.test' }],
      sealedToken,
      audit: {
        at: BEGIN,
        tenantId: 't',
        actor,
        action: 'batch.accepted',
        target: null,
        outcome: 'accepted',
        reason: null,
        details: {},
      },
    })
  }
  const readSealed = async (id: string) =>
    (
      await store.db
        .selectFrom('batch_tokens')
        .select('sealed')
        .where('batch_id', '=', id)
        .executeTakeFirstOrThrow()
    ).sealed

  it('a batch’s token is sealed anew with the newest key, and one that no key opens is left as it is', async () => {
    const row = toBatchTokenRow('one')
    await accept('one', await sealForServer('the refresh token', { ring: [older], row }))
    await accept('lost', 'not sealed by any key')
    expect(await rewrapBatchTokens(store.db, [newer, older])).toEqual({ rewrapped: 1 })
    expect(await unsealForServer(await readSealed('one'), { ring: [newer], row })).toBe(
      'the refresh token',
    )
    expect(await readSealed('lost')).toBe('not sealed by any key')
    expect(await rewrapBatchTokens(store.db, [newer, older])).toEqual({ rewrapped: 0 })
  })
})
