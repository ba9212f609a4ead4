import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { SAME_ORIGIN } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 100 })
})
afterAll(() => world[Symbol.asyncDispose]())

it('a batch disables', async () => {
  const ada = await world.signIn()
  const { items } = (await ada.get('/api/users?top=60')).json()
  const users = items.map(({ userPrincipalName }: { userPrincipalName: string }) => userPrincipalName)
  const reply = await ada.post('/api/user-batches', { action: 'disable', users, reason: 'test' })
  expect(reply.json()).toMatchObject({ status: 'queued' })
  const { id } = reply.json()
  await vi.waitFor(async () => {
    const batch = (await ada.get(`/api/user-batches/${id}`)).json()
    expect(batch.status).toBe('completed')
  }, 15000)
  console.log(JSON.stringify((await ada.get(`/api/user-batches/${id}`)).json(), null, 1))
  console.log((await ada.get(`/api/user-batches/${id}/items`, {accept: 'text/csv'})).body.slice(0, 3000))
  console.log(JSON.stringify((await ada.get('/api/audit-events?top=3')).json(), null, 1))
}, 30000)
