import { expect, it } from 'vitest'
import { expectSearchesAsByScan, idsOf, listAllUsers, listUsers } from '../helpers/directory.ts'
import { startWorld } from '../helpers/world.ts'

const USERS = 100_000
const SEARCHES = 300
const ORDERS = ['displayName', '-createdAt', 'department']

it(`${USERS} people are kept, found as by a scan, and come once each in any order`, async () => {
  await using world = await startWorld({ users: USERS })
  const ada = await world.signIn()
  await world.context.mirrorRunner.refresh()
  const listed = idsOf(world.emulator.listUsers())
  expect(await listUsers(ada, 'top=1')).toMatchObject({ source: 'mirror', total: listed.length })
  for (const order of ORDERS) {
    expect(idsOf((await listAllUsers(ada, `orderBy=${order}`)).items)).toEqual(listed)
  }
  const everybody = (await listAllUsers(ada, '')).items
  await expectSearchesAsByScan(world, ada, everybody, SEARCHES)
})
