import { createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser, submitForm } from '../helpers/sign-in-driver.ts'
import { acceptAdminConsent } from './admin-consent-driver.ts'
import { catchRefusal, createRelyingParty, type RelyingParty } from './relying-party.ts'
import { createApplicationToken } from './token-driver.ts'

const daemonClientId = 'a0000000-7e57-4000-8000-000000000003'

let emulator: Emulator
let party: RelyingParty
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 20 })
  party = await createRelyingParty(emulator)
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const post = (body: unknown): Promise<Response> =>
  fetch(`${emulator.url}/_emulator/consent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const listRoles = async (): Promise<unknown> =>
  decodeJwt(await createApplicationToken(emulator)).roles

const getUsers = async (token: string): Promise<number> => {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${emulator.url}/v1.0/users`, { headers })).status
}

describe('a delegated permission that is withdrawn', () => {
  test('is refused to a refresh with AADSTS65001 and consent_required, alone and among others', async () => {
    const tokens = await party.signIn('Ada Admin')
    emulator.withdrawConsent({ permissions: ['User.Read.All'] })
    for (const scope of ['User.Read.All', 'openid User.Read User.Read.All']) {
      expect(await catchRefusal(party.refresh(tokens.refresh_token, { scope }))).toMatchObject({
        error: 'invalid_grant',
        error_codes: [65001],
        suberror: 'consent_required',
      })
    }
  })

  test('leaves sessions, single sign-on and the other permissions alone', async () => {
    const browser = createBrowser()
    const tokens = await party.signIn('Ada Admin', { browser })
    emulator.withdrawConsent({ permissions: ['User.Read.All'] })
    const refreshed = await party.refresh(tokens.refresh_token, { scope: 'User.Read' })
    expect(refreshed.scope).toContain('User.Read')
    const silent = await party.askSilently(browser)
    expect(silent.searchParams.get('code')).toBeTruthy()
  })

  test('is asked for anew, and whoever consents again can refresh again', async () => {
    const scope = 'openid offline_access User.Read'
    const browser = createBrowser()
    const tokens = await party.signIn('Max Member', { browser, ask: { scope } })
    emulator.withdrawConsent()
    const refused = await catchRefusal(party.refresh(tokens.refresh_token))
    expect(refused.error_codes).toEqual([65001])
    const silent = await party.askSilently(browser, { scope })
    expect(silent.searchParams.get('error')).toBe('consent_required')
    await acceptAdminConsent(emulator)
    expect((await party.refresh(tokens.refresh_token)).access_token).toBeTruthy()
  })

  test('is taken away as well where a single person had consented', async () => {
    emulator.reset({ consent: 'none' })
    const browser = createBrowser()
    const ask = { scope: 'openid offline_access User.Read' }
    const url = String(party.toAuthorizationUrl(ask))
    const html = await (await browser.fetch(url)).text()
    const asked = await submitForm(browser, { url, html }, { button: 'Sign in as Max Member' })
    await submitForm(browser, { url, html: await asked.text() }, { button: 'Accept' })
    const tokens = await party.signIn('Max Member', { browser, ask })
    expect(emulator.withdrawConsent()).toEqual({ withdrawn: 3 })
    expect((await catchRefusal(party.refresh(tokens.refresh_token))).error_codes).toEqual([65001])
  })

  test('alone leaves what the application may do by itself', async () => {
    const tokens = await party.signIn('Max Member')
    emulator.withdrawConsent({ kind: 'delegated' })
    expect((await catchRefusal(party.refresh(tokens.refresh_token))).error_codes).toEqual([65001])
    expect(await listRoles()).toContain('User.Read.All')
  })
})

describe('an application permission that is withdrawn', () => {
  test('is missing in new tokens, while issued ones live on', async () => {
    const issued = await createApplicationToken(emulator)
    emulator.withdrawConsent({ permissions: ['User.Read.All', 'Directory.Read.All'] })
    expect(await getUsers(issued)).toBe(200)
    const renewed = await createApplicationToken(emulator)
    expect(decodeJwt(renewed).roles).not.toContain('User.Read.All')
    expect(decodeJwt(renewed).roles).toContain('Mail.Read')
    expect(await getUsers(renewed)).toBe(403)
  })

  test('alone leaves what people consented to', async () => {
    const tokens = await party.signIn('Ada Admin')
    emulator.withdrawConsent({ kind: 'application' })
    expect(await listRoles()).toBeUndefined()
    const refreshed = await party.refresh(tokens.refresh_token, { scope: 'User.Read.All' })
    expect(decodeJwt(refreshed.access_token).scp).toContain('User.Read.All')
  })

  test('of one application leaves the others', async () => {
    emulator.withdrawConsent({ clientId: daemonClientId })
    expect(await listRoles()).toContain('Mail.Read')
    emulator.withdrawConsent({ clientId: emulator.webClientId })
    expect(await listRoles()).toBeUndefined()
  })

  test('is not there after a reset to no consent', async () => {
    emulator.reset({ consent: 'none' })
    expect(await listRoles()).toBeUndefined()
    expect(emulator.withdrawConsent()).toEqual({ withdrawn: 0 })
  })
})

describe('POST /_emulator/consent', () => {
  test('withdraws by name, of one client, and answers how many grants', async () => {
    const body = { withdraw: ['Mail.Read'], client: emulator.webClientId }
    expect(await (await post(body)).json()).toEqual({ withdrawn: 1 })
    expect(await listRoles()).not.toContain('Mail.Read')
  })

  test('withdraws all', async () => {
    expect((await post({ withdraw: 'all' })).status).toBe(200)
    expect(emulator.withdrawConsent()).toEqual({ withdrawn: 0 })
  })

  test.each([
    ['nothing', {}],
    ['another word', { withdraw: 'everything' }],
    ['an unknown permission', { withdraw: ['User.Conjure'] }],
    ['an unknown client', { withdraw: 'all', client: 'nobody' }],
    ['an unknown kind', { withdraw: 'all', kind: 'both' }],
    ['an unknown member', { withdraw: 'all', who: 'me' }],
  ])('refuses %s with a sentence and withdraws nothing', async (_, body) => {
    const answer = await post(body)
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { message: string }).message).toMatch(/\.$/)
    expect(await listRoles()).toContain('Mail.Read')
  })
})
