import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

const GRAVE = '/api/sessions?scope=others'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => world.emulator.reset())

/** As if everybody had signed in that long ago. */
async function ageSignIns(minutes: number) {
  const authenticated_at = new Date(Date.now() - minutes * 60_000).toISOString()
  await world.context.store.db.updateTable('sessions').set({ authenticated_at }).execute()
}

const countSessions = async () =>
  (
    await world.context.store.db
      .selectFrom('sessions')
      .select('id')
      .where('ended_at', 'is', null)
      .execute()
  ).length

it('what is grave is done after a recent sign-in', async () => {
  const visitor = await world.signIn('Tom Teacher')
  await ageSignIns(14)
  expect((await visitor.delete(GRAVE)).statusCode).toBe(204)
})

it('what is grave is refused after an older sign-in, and nothing is changed', async () => {
  const visitor = await world.signIn('Tom Teacher')
  await world.signIn('Tom Teacher')
  await ageSignIns(16)
  const before = await countSessions()
  const reply = await visitor.delete(GRAVE)
  expect(reply.statusCode).toBe(403)
  expect(reply.json()).toMatchObject({ code: 'step_up_required', signInUrl: expect.any(String) })
  expect(await countSessions()).toBe(before)
})

it('signing in once more, asked by the authority, is the way on', async () => {
  const visitor = await world.signIn('Tom Teacher')
  await ageSignIns(16)
  const { signInUrl } = (await visitor.delete(GRAVE)).json()
  const started = new URL(String((await visitor.open(signInUrl)).headers.location))
  expect(started.searchParams.get('prompt')).toBe('login')
  await visitor.open(await visitor.reachCallback('Tom Teacher', signInUrl))
  expect((await visitor.delete(GRAVE)).statusCode).toBe(204)
})

it('single sign-on proves nothing: the person is told, and the session stays as it was', async () => {
  const visitor = await world.signIn('Tom Teacher')
  await ageSignIns(16)
  world.emulator.advanceClock(16 * 60)
  world.emulator.settings({ ignorePromptLogin: true })
  const { signInUrl } = (await visitor.delete(GRAVE)).json()
  const reply = await visitor.open(await visitor.reachCallback('Tom Teacher', signInUrl))
  expect(reply.headers.location).toMatch(`${APP_ORIGIN}/sign-in?error=step_up_failed&ref=`)
  expect((await visitor.get('/api/me')).statusCode).toBe(200)
  expect((await visitor.delete(GRAVE)).json()).toMatchObject({ code: 'step_up_required' })
})

it('the step-up’s way cannot be shortened by another prompt in the address', async () => {
  const visitor = await world.signIn('Tom Teacher')
  await ageSignIns(16)
  const { signInUrl } = (await visitor.delete(GRAVE)).json()
  const { location } = (await visitor.open(`${signInUrl}&prompt=select_account`)).headers
  expect(new URL(String(location)).searchParams.get('prompt')).toBe('login')
})

it('without auth_time there is no proof: it says which claim is missing', async () => {
  world.emulator.settings({ omittedClaims: ['auth_time'] })
  const visitor = await world.signIn('Tom Teacher')
  const reply = await visitor.delete(GRAVE)
  expect(reply.statusCode).toBe(501)
  expect(reply.json()).toMatchObject({
    code: 'not_configured',
    detail: expect.stringContaining('auth_time'),
  })
})
