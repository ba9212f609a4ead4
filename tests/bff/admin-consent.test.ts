import { readAdminConsent } from '@vestibule/store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../helpers/visitor.ts'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const START = '/auth/admin-consent'
const CALLBACK = `${START}/callback`
const FAILED = `${APP_ORIGIN}/setup?consent=failed`
const tenantId = () => String(world.emulator.tenants[0]?.id)
const readAnswer = async () =>
  (await readAdminConsent(world.context.store.db, tenantId()))?.answer ?? null

/** Sends a person to the consent page; says with which state. */
async function begin(visitor: Visitor): Promise<{ location: URL; state: string }> {
  const location = new URL(String((await visitor.open(START)).headers.location))
  return { location, state: String(location.searchParams.get('state')) }
}

const answer = (visitor: Visitor, query: Record<string, string>) =>
  visitor.open(`${CALLBACK}?${new URLSearchParams(query)}`)

describe('asking for admin consent', () => {
  it('leads to the consent page of the session’s own organisation, for all that is registered', async () => {
    const visitor = await world.signIn()
    const { location, state } = await begin(visitor)
    expect(location.origin + location.pathname).toBe(
      `${world.emulator.url}/${tenantId()}/v2.0/adminconsent`,
    )
    expect(Object.fromEntries(location.searchParams)).toEqual({
      client_id: world.emulator.webClientId,
      scope: `${world.context.config.graph.resource}/.default`,
      redirect_uri: APP_ORIGIN + CALLBACK,
      state,
    })
    expect(state.length).toBeGreaterThan(40)
  })

  it('may be started by any signed-in person, and by nobody else', async () => {
    const { location } = await begin(await world.signIn('Max Member'))
    expect(location.pathname).toMatch(/adminconsent$/)
    const visitor = world.visit()
    expect((await visitor.open(START)).headers.location).toBe('/auth/login?returnTo=/setup')
  })
})

describe('the answer', () => {
  it('yes is noted for the organisation, and its proof is left to calls', async () => {
    const visitor = await world.signIn()
    const { state } = await begin(visitor)
    const reply = await answer(visitor, { admin_consent: 'True', tenant: tenantId(), state })
    expect(reply.headers.location).toBe(`${APP_ORIGIN}/setup?consent=granted`)
    expect(await readAnswer()).toBe('granted')
  })

  it('no is noted as well, and nothing the authority wrote is repeated', async () => {
    const visitor = await world.signIn()
    const { state } = await begin(visitor)
    const reply = await answer(visitor, {
      admin_consent: 'True',
      error: 'consent_required',
      error_description: 'AADSTS65004: <img src=x onerror=alert(1)>',
      tenant: tenantId(),
      state,
    })
    expect(reply.headers.location).toBe(`${APP_ORIGIN}/setup?consent=refused`)
    expect(await readAnswer()).toBe('refused')
  })

  it('of somebody who is no administrator is not the organisation’s', async () => {
    const visitor = await world.signIn('Max Member')
    const before = await readAnswer()
    for (const given of [{ admin_consent: 'True' }, { error: 'access_denied' }]) {
      const { state } = await begin(visitor)
      await answer(visitor, { ...given, tenant: tenantId(), state })
      expect(await readAnswer()).toBe(before)
    }
  })

  it.each([
    ['of another organisation', { admin_consent: 'True', tenant: 'another-tenant' }],
    ['without an organisation', { admin_consent: 'True' }],
    ['that says neither yes nor no', { tenant: '' }],
    ['under a state of nobody', { admin_consent: 'True', tenant: '', state: 'another' }],
  ])('%s changes nothing', async (_what, query) => {
    const visitor = await world.signIn()
    const { state } = await begin(visitor)
    const before = await readAnswer()
    expect((await answer(visitor, { state, ...query })).headers.location).toBe(FAILED)
    expect(await readAnswer()).toBe(before)
  })

  it('counts once', async () => {
    const visitor = await world.signIn()
    const { state } = await begin(visitor)
    const yes = { admin_consent: 'True', tenant: tenantId(), state }
    await answer(visitor, yes)
    expect((await answer(visitor, yes)).headers.location).toBe(FAILED)
  })

  it('counts only in the browser that asked, and is not used up by another', async () => {
    const [visitor, other] = [await world.signIn(), await world.signIn()]
    const { state } = await begin(visitor)
    const yes = { admin_consent: 'True', tenant: tenantId(), state }
    expect((await answer(other, yes)).headers.location).toBe(FAILED)
    expect((await answer(visitor, yes)).headers.location).toMatch(/consent=granted$/)
  })

  it('counts for somebody who is signed in', async () => {
    const visitor = await world.signIn()
    const { state } = await begin(visitor)
    await visitor.post('/auth/logout')
    const before = await readAnswer()
    const reply = await answer(visitor, { admin_consent: 'True', tenant: tenantId(), state })
    expect(reply.headers.location).toBe('/auth/login?returnTo=/setup')
    expect(await readAnswer()).toBe(before)
  })

  it('is none to a sign-in, and a sign-in’s is none to it', async () => {
    const visitor = await world.signIn()
    const consent = await begin(visitor)
    const asSignIn = await visitor.open(`/auth/callback?code=any&state=${consent.state}`)
    expect(asSignIn.headers.location).toMatch('error=sign_in_not_started_here')
    const { location } = (await visitor.open('/auth/login')).headers
    const state = String(new URL(String(location)).searchParams.get('state'))
    const reply = await answer(visitor, { admin_consent: 'True', tenant: tenantId(), state })
    expect(reply.headers.location).toBe(FAILED)
  })
})
