import { readMirror } from '@vestibule/store'
import { expect, it, vi } from 'vitest'
import { startNodes } from '../helpers/nodes.ts'
import { createDatabase } from '../helpers/postgres.ts'
import { startWorld } from '../helpers/world.ts'

const CONTOSO = 'c0a70500-7e57-4000-8000-00000000c0de'

it('a node that is killed while it reads the directory is followed by another, who begins nothing anew', async () => {
  await using database = await createDatabase()
  await using world = await startWorld({ users: 3000, env: { DATABASE_URL: database.url } })
  const { emulator } = world
  const { db } = world.context.store
  const readIds = async () =>
    (await db.selectFrom('mirrored_users').select('id').execute()).map(({ id }) => id).sort()
  const people = emulator.listUsers().map(({ id }) => id)
  // Slow enough to be met in the middle.
  emulator.addFault({ match: 'nextPage', kind: 'delay', delayMs: 200 })

  const env = { ...world.env, DATABASE_URL: database.url, MIRROR_REFRESH_SECONDS: '60' }
  await using cluster = await startNodes(1, env, { mirrorLeaseMs: 1500 })
  const begun = await vi.waitFor(async () => {
    const ids = await readIds()
    expect(ids.length).toBeGreaterThan(people.length / 4)
    return ids
  }, 10_000)
  await cluster.nodes[0]?.kill()
  expect(begun.length).toBeLessThan(people.length)
  expect(await readMirror(db, CONTOSO)).toMatchObject({ isComplete: false, isMidRound: true })
  const ada = await world.signIn()
  expect((await ada.get('/api/users?top=1')).json().source).toBe('graph')

  emulator.clearFaults()
  await cluster.add()
  await vi.waitFor(
    async () => expect(await readMirror(db, CONTOSO)).toMatchObject({ isComplete: true }),
    20_000,
  )
  expect(await readIds()).toEqual(people.sort())
  const page = (await ada.get('/api/users?top=1')).json()
  expect(page).toMatchObject({ source: 'mirror', total: people.length })
  // One page may have been asked for twice: that whose reading was cut off.
  const asked = emulator.requests().filter(({ path }) => path.endsWith('/users/delta')).length
  expect(asked).toBeLessThanOrEqual(Math.ceil(people.length / 200) + 1)
})
