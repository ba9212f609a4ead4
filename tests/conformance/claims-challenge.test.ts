import { createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser } from '../helpers/sign-in-driver.ts'
import { catchRefusal, createRelyingParty, type RelyingParty } from './relying-party.ts'
import { createApplicationToken } from './token-driver.ts'

const capability = { access_token: { xms_cc: { values: ['cp1'] } } }
const able = { claims: JSON.stringify(capability) }
const toNotBefore = (value: string) =>
  JSON.stringify({ access_token: { nbf: { essential: true, value } } })

let emulator: Emulator
let application: RelyingParty
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 5 })
  application = await createRelyingParty(emulator)
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const callGraph = (token: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${emulator.url}/v1.0${path}`, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${token}` },
  })

const revoke = (token: string, who = '/me'): Promise<Response> =>
  callGraph(token, `${who}/revokeSignInSessions`, { method: 'POST' })

/** The parameters of a challenge, `claims` decoded. */
function parseChallenge(response: Response): Record<string, string> {
  const header = response.headers.get('www-authenticate') ?? ''
  expect(header).toMatch(/^Bearer /)
  const pairs = [...header.matchAll(/(\w+)="([^"]*)"/g)]
  const parameters = Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value]))
  if (parameters.claims === undefined) return parameters
  return { ...parameters, claims: Buffer.from(parameters.claims, 'base64').toString() }
}

describe('Graph challenges a token', () => {
  test('of before the revocation, with the header and the body of the cloud', async () => {
    const tokens = await application.signIn('Tom Teacher', { form: able })
    const before = Math.floor(Date.now() / 1000)
    emulator.updateUser('tom@contoso.test', { revokeSessions: true })
    const response = await callGraph(tokens.access_token, '/me')
    expect(response.status).toBe(401)
    const { claims = '', ...parameters } = parseChallenge(response)
    expect(parameters).toEqual({
      realm: '',
      authorization_uri: `${emulator.url}/common/oauth2/authorize`,
      client_id: '00000003-0000-0000-c000-000000000000',
      error: 'insufficient_claims',
    })
    const { nbf } = (JSON.parse(claims) as { access_token: { nbf: Record<string, unknown> } })
      .access_token
    expect(nbf).toEqual({ essential: true, value: expect.stringMatching(/^\d{10}$/) })
    expect(Number(nbf.value)).toBeGreaterThanOrEqual(before)
    expect(await response.json()).toMatchObject({
      error: {
        code: 'InvalidAuthenticationToken',
        message:
          'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
      },
    })
  })

  test('of a client that said it can answer only; the others go on until they expire', async () => {
    const tokens = await application.signIn('Tom Teacher')
    emulator.updateUser('tom@contoso.test', { revokeSessions: true })
    expect((await callGraph(tokens.access_token, '/me')).status).toBe(200)
    emulator.advanceClock(3600)
    const expired = await callGraph(tokens.access_token, '/me')
    expect(expired.status).toBe(401)
    expect(parseChallenge(expired)).not.toHaveProperty('claims')
  })

  test('and none of those that a new sign-in brings', async () => {
    emulator.updateUser('tom@contoso.test', { revokeSessions: true })
    const tokens = await application.signIn('Tom Teacher', { form: able })
    expect((await callGraph(tokens.access_token, '/me')).status).toBe(200)
  })
})

describe('revokeSignInSessions', () => {
  const scope = 'openid offline_access User.Read User.RevokeSessions.All'

  test('ends the sessions of the caller: their own token is challenged, refreshing and single sign-on refused', async () => {
    const browser = createBrowser()
    const tokens = await application.signIn('Max Member', { browser, ask: { scope }, form: able })
    const answer = await revoke(tokens.access_token)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      '@odata.context': `${emulator.url}/v1.0/$metadata#Edm.Boolean`,
      value: true,
    })
    expect(parseChallenge(await callGraph(tokens.access_token, '/me'))).toHaveProperty('claims')
    expect(await catchRefusal(application.refresh(tokens.refresh_token))).toMatchObject({
      error: 'invalid_grant',
      error_codes: [50173],
    })
    const { searchParams } = await application.askSilently(browser)
    expect(searchParams.get('error')).toBe('login_required')
  })

  test('ends the sessions of another person for an administrator, whose own go on', async () => {
    const ada = await application.signIn('Ada Admin', { ask: { scope }, form: able })
    const tom = await application.signIn('Tom Teacher', { form: able })
    expect((await revoke(ada.access_token, '/users/tom@contoso.test')).status).toBe(200)
    expect((await callGraph(tom.access_token, '/me')).status).toBe(401)
    expect((await callGraph(ada.access_token, '/me')).status).toBe(200)
  })

  test('takes the permission, a directory role for other people, and a person that exists', async () => {
    const bare = await application.signIn('Ada Admin')
    expect((await revoke(bare.access_token)).status).toBe(403)
    expect((await revoke(bare.access_token, '/users/tom@contoso.test')).status).toBe(403)
    const max = await application.signIn('Max Member', { ask: { scope } })
    expect((await revoke(max.access_token, '/users/tom@contoso.test')).status).toBe(403)
    expect((await revoke(max.access_token, '/users/max@contoso.test')).status).toBe(200)
    const ada = await application.signIn('Ada Admin', { ask: { scope } })
    expect((await revoke(ada.access_token, '/users/nobody@contoso.test')).status).toBe(404)
    emulator.withdrawConsent({ permissions: ['User.RevokeSessions.All'], kind: 'application' })
    const itself = await createApplicationToken(emulator)
    expect((await revoke(itself, '/users/tom@contoso.test')).status).toBe(403)
  })

  test('works in a batch, and with a content type but no body', async () => {
    const ada = await application.signIn('Ada Admin', { ask: { scope } })
    const headers = { 'content-type': 'application/json' }
    const alone = await callGraph(
      ada.access_token,
      '/users/tom@contoso.test/revokeSignInSessions',
      {
        method: 'POST',
        headers,
      },
    )
    expect(alone.status).toBe(200)
    const url = '/users/max@contoso.test/revokeSignInSessions'
    const item = { id: '1', method: 'POST', url, headers, body: {} }
    const batch = await callGraph(ada.access_token, '/$batch', {
      method: 'POST',
      headers,
      body: JSON.stringify({ requests: [item] }),
    })
    expect(await batch.json()).toMatchObject({
      responses: [{ status: 200, body: { value: true } }],
    })
  })
})

describe('the claims parameter', () => {
  test.each(['cp1', 'CP1'])('declares %s: the access token says so', async (capability) => {
    const claims = JSON.stringify({ access_token: { xms_cc: { values: ['other', capability] } } })
    const tokens = await application.signIn('Tom Teacher', { form: { claims } })
    expect(decodeJwt(tokens.access_token).xms_cc).toEqual(['cp1'])
    const refreshed = await application.refresh(tokens.refresh_token, { claims })
    expect(decodeJwt(refreshed.access_token).xms_cc).toEqual(['cp1'])
    expect(refreshed.expires_in).toBe(3599)
  })

  test('of the authorization request counts for its code, not for what is refreshed without it', async () => {
    const tokens = await application.signIn('Tom Teacher', { ask: able })
    expect(decodeJwt(tokens.access_token).xms_cc).toEqual(['cp1'])
    const refreshed = await application.refresh(tokens.refresh_token)
    expect(decodeJwt(refreshed.access_token)).not.toHaveProperty('xms_cc')
  })

  test.each([
    ['another capability', { access_token: { xms_cc: { values: ['cp2'] } } }],
    ['the capability of another token', { id_token: { xms_cc: { values: ['cp1'] } } }],
    ['a capability that is no list', { access_token: { xms_cc: null } }],
  ])('with %s declares nothing', async (_, claims) => {
    const tokens = await application.signIn('Tom Teacher', {
      form: { claims: JSON.stringify(claims) },
    })
    expect(decodeJwt(tokens.access_token)).not.toHaveProperty('xms_cc')
  })

  test.each(['{', '[]', '"cp1"', '{"access_token":1}'])(
    '%s is refused with invalid_request by both grants',
    async (claims) => {
      const refusal = { error: 'invalid_request', error_codes: [9002313] }
      const form = { claims }
      expect(await catchRefusal(application.signIn('Tom Teacher', { form }))).toMatchObject(refusal)
      const tokens = await application.signIn('Tom Teacher')
      expect(await catchRefusal(application.refresh(tokens.refresh_token, form))).toMatchObject(
        refusal,
      )
      const silent = await application.askSilently(createBrowser(), form)
      expect(silent.searchParams.get('error')).toBe('invalid_request')
    },
  )
})

describe('a claims challenge', () => {
  test('is met by refreshing while the session lives', async () => {
    const tokens = await application.signIn('Tom Teacher', { form: able })
    emulator.addFault({ match: 'me', kind: 'cae', times: 1 })
    const { claims = '' } = parseChallenge(await callGraph(tokens.access_token, '/me'))
    const refreshed = await application.refresh(tokens.refresh_token, { claims })
    expect((await callGraph(refreshed.access_token, '/me')).status).toBe(200)
  })

  test('is not met by single sign-on of a person whose sessions were revoked', async () => {
    const browser = createBrowser()
    const tokens = await application.signIn('Tom Teacher', { browser, form: able })
    emulator.updateUser('tom@contoso.test', { revokeSessions: true })
    const { claims = '' } = parseChallenge(await callGraph(tokens.access_token, '/me'))
    expect(await application.isAsked(browser, { claims })).toBe(true)
    const again = await application.signIn('Tom Teacher', { browser, ask: { claims }, form: able })
    expect((await callGraph(again.access_token, '/me')).status).toBe(200)
    expect(again.claims()?.sid).not.toBe(tokens.claims()?.sid)
  })

  describe('under claimsNeedInteraction', () => {
    beforeEach(() => void emulator.settings({ claimsNeedInteraction: true }))
    const claims = toNotBefore('1900000000')
    const refusal = { error: 'interaction_required', suberror: 'basic_action' }

    test('refuses to refresh, with the claims, until the person has signed in with them', async () => {
      const browser = createBrowser()
      const tokens = await application.signIn('Tom Teacher', { browser, form: able })
      const form = {
        claims: JSON.stringify({
          access_token: { ...JSON.parse(claims).access_token, ...capability.access_token },
        }),
      }
      const refused = await catchRefusal(application.refresh(tokens.refresh_token, form))
      expect(refused).toMatchObject({ ...refusal, error_codes: [50076] })
      expect((await application.refresh(tokens.refresh_token, able)).access_token).toBeTruthy()

      const ask = { claims: refused.claims ?? '' }
      const silent = await application.askSilently(browser, ask)
      expect(silent.searchParams.get('error')).toBe('interaction_required')
      expect(await application.isAsked(browser, ask)).toBe(true)
      const again = await application.signIn('Tom Teacher', { browser, ask })
      expect((await application.refresh(again.refresh_token, form)).access_token).toBeTruthy()
      expect(await catchRefusal(application.refresh(tokens.refresh_token, form))).toMatchObject(
        refusal,
      )
      // Whoever has met them once goes on silently.
      expect((await application.askSilently(browser, ask)).searchParams.has('code')).toBe(true)
    })

    test('a later challenge wants a later sign-in, an earlier one does not', async () => {
      const tokens = await application.signIn('Tom Teacher', { ask: { claims } })
      const refresh = (value: string) =>
        application.refresh(tokens.refresh_token, { claims: toNotBefore(value) })
      expect((await refresh('1899999999')).access_token).toBeTruthy()
      expect(await catchRefusal(refresh('1900000001'))).toMatchObject(refusal)
    })
  })
})
