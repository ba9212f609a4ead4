import { createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Browser, createBrowser, getRedirect, submitForm } from '../helpers/sign-in-driver.ts'
import { catchRefusal, createRelyingParty, type RelyingParty } from './relying-party.ts'

let emulator: Emulator
let application: RelyingParty
let browser: Browser
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 5 })
  application = await createRelyingParty(emulator)
})
beforeEach(() => {
  emulator.reset()
  browser = createBrowser()
})
afterAll(() => emulator.close())

/** How many seconds ago the person typed the password, by the ID token. */
async function getAge(ask: Record<string, string> = {}): Promise<number> {
  const tokens = await application.signIn('Ada Admin', { browser, ask })
  return Math.floor(Date.now() / 1000) - Number(tokens.claims()?.auth_time)
}

const expectAge = (age: number, seconds: number): void => {
  expect(age).toBeGreaterThanOrEqual(seconds)
  expect(age).toBeLessThan(seconds + 30)
}

describe('auth_time', () => {
  test('is when the password was typed: single sign-on and refreshing leave it, the clock ages it', async () => {
    const tokens = await application.signIn('Ada Admin', { browser })
    const typedAt = Number(tokens.claims()?.auth_time)
    emulator.advanceClock(600)
    expectAge(await getAge(), 600)
    const refreshed = await application.refresh(tokens.refresh_token)
    expect(refreshed.claims()?.auth_time).toBe(typedAt - 600)
    expect(refreshed.claims()?.iat).toBeGreaterThanOrEqual(Number(tokens.claims()?.iat))
  })

  test('is now under prompt=login', async () => {
    await getAge()
    emulator.advanceClock(600)
    expect(await application.isAsked(browser, { prompt: 'login' })).toBe(true)
    expectAge(await getAge({ prompt: 'login' }), 0)
    expectAge(await getAge(), 0)
  })

  test('is no older than max_age: within it single sign-on goes on, beyond it the password is asked for', async () => {
    await getAge()
    emulator.advanceClock(600)
    expectAge(await getAge({ max_age: '1000' }), 600)
    expect(await application.isAsked(browser, { max_age: '500' })).toBe(true)
    const silent = await application.askSilently(browser, { max_age: '500' })
    expect(silent.searchParams.get('error')).toBe('login_required')
    const ask = { max_age: '500' }
    const tokens = await application.signIn('Ada Admin', { browser, ask, maxAge: 500 })
    expect(tokens.claims()).toHaveProperty('auth_time')
    expect(await application.isAsked(browser, { max_age: '0' })).toBe(true)
  })

  test('stays when a signed-in account is chosen by its button, and is now when its password is typed', async () => {
    await getAge()
    emulator.advanceClock(600)
    const ask = { prompt: 'select_account' }
    expectAge(await getAge(ask), 600)
    const url = String(application.toAuthorizationUrl(ask))
    const page = { url, html: await (await browser.fetch(url)).text() }
    const form = { user: 'ada@contoso.test', password: emulator.password }
    await getRedirect(await submitForm(browser, page, form))
    expectAge(await getAge(), 0)
  })

  test.each(['-1', 'soon', ''])('max_age=%s is refused', async (maxAge) => {
    const { searchParams } = await application.askSilently(browser, { max_age: maxAge })
    expect(searchParams.get('error')).toBe('invalid_request')
  })
})

describe('an authority that misbehaves', () => {
  test('leaves out the claims that are set to be, and only those', async () => {
    emulator.settings({ omittedClaims: ['auth_time', 'sid'] })
    const tokens = await application.signIn('Ada Admin', { browser })
    expect(tokens.claims()).not.toHaveProperty('auth_time')
    expect(tokens.claims()).not.toHaveProperty('sid')
    expect(tokens.claims()).toHaveProperty('login_hint')
    const refused = application.signIn('Ada Admin', { ask: { max_age: '60' }, maxAge: 60 })
    const cause = { message: expect.stringContaining('auth_time') }
    await expect(refused).rejects.toMatchObject({ cause })
  })

  test('signs in silently although prompt=login and max_age were sent', async () => {
    emulator.settings({ ignorePromptLogin: true })
    await getAge()
    emulator.advanceClock(600)
    const ask = { prompt: 'login', max_age: '60' }
    expect(await application.isAsked(browser, ask)).toBe(false)
    expectAge(await getAge(ask), 600)
    const refused = application.signIn('Ada Admin', { browser, ask, maxAge: 60 })
    await expect(refused).rejects.toThrow()
  })
})

describe('an authentication context', () => {
  const context = { acrs: { essential: true, value: 'c1' } }
  const ask = { claims: JSON.stringify({ id_token: context }) }

  test('takes the password again, and its ID token says so', async () => {
    await getAge()
    emulator.advanceClock(600)
    expect(await application.isAsked(browser, ask)).toBe(true)
    const silent = await application.askSilently(browser, ask)
    expect(silent.searchParams.get('error')).toBe('interaction_required')
    const tokens = await application.signIn('Ada Admin', { browser, ask })
    expect(tokens.claims()?.acrs).toEqual(['c1'])
    expectAge(Math.floor(Date.now() / 1000) - Number(tokens.claims()?.auth_time), 0)
    expect(decodeJwt(tokens.access_token).acrs).toEqual(['c1'])
  })

  test('is not in the tokens of a sign-in that did not ask for it', async () => {
    await application.signIn('Ada Admin', { browser, ask })
    const tokens = await application.signIn('Ada Admin', { browser })
    expect(tokens.claims()).not.toHaveProperty('acrs')
    expect(decodeJwt(tokens.access_token)).not.toHaveProperty('acrs')
  })

  test('can be left out by a setting', async () => {
    emulator.settings({ omittedClaims: ['acrs'] })
    const tokens = await application.signIn('Ada Admin', { browser, ask })
    expect(tokens.claims()).not.toHaveProperty('acrs')
  })

  test('asked for an access token is refused to a refresh token that lacks it, and stays with one that has it', async () => {
    const form = { claims: JSON.stringify({ access_token: context }) }
    const plain = await application.signIn('Ada Admin', { browser })
    const refused = await catchRefusal(application.refresh(plain.refresh_token, form))
    expect(refused).toMatchObject({ error: 'interaction_required', suberror: 'basic_action' })
    expect(JSON.parse(refused.claims ?? '')).toEqual({ access_token: context })
    const proved = await application.signIn('Ada Admin', {
      browser,
      ask: { claims: refused.claims ?? '' },
    })
    const refreshed = await application.refresh(proved.refresh_token, form)
    expect(decodeJwt(refreshed.access_token).acrs).toEqual(['c1'])
    expect(refreshed.claims()?.acrs).toEqual(['c1'])
  })

  test('that is not essential is not demanded', async () => {
    await getAge()
    const claims = JSON.stringify({ id_token: { acrs: { value: 'c1' } } })
    expect(await application.isAsked(browser, { claims })).toBe(false)
  })
})
