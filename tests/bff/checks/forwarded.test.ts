import { expect, it } from 'vitest'
import { startWorld, type World } from '../../helpers/world.ts'

const FORGED = {
  'x-forwarded-for': '203.0.113.9',
  'x-real-ip': '203.0.113.9',
  forwarded: 'for=203.0.113.9',
}

/** The address that is noted of a session whose sign-in ended with these headers. */
async function readNotedAddress(world: World, headers: Record<string, string>) {
  const visitor = world.visit()
  await visitor.open(await visitor.reachCallback('Ada Admin'), headers)
  const { items } = (await visitor.get('/api/sessions')).json()
  const { ip } = await world.context.store.db
    .selectFrom('sessions')
    .select('ip')
    .where('id', '=', items[0].id)
    .executeTakeFirstOrThrow()
  return ip
}

it('the address that a session notes is the caller’s own, whatever a forwarded header says', async () => {
  await using world = await startWorld({ users: 0 })
  expect(await readNotedAddress(world, {})).toBe('127.0.0.1')
  expect(await readNotedAddress(world, FORGED)).toBe('127.0.0.1')
})

it('a trusted proxy is believed for the address it adds, and not for those before it', async () => {
  await using world = await startWorld({ users: 0, env: { TRUST_PROXY: '127.0.0.1' } })
  const chain = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' }
  expect(await readNotedAddress(world, chain)).toBe('198.51.100.7')
})

it('a proxy that is not the trusted one is believed nothing', async () => {
  await using world = await startWorld({ users: 0, env: { TRUST_PROXY: '192.0.2.1' } })
  expect(await readNotedAddress(world, FORGED)).toBe('127.0.0.1')
})
