import { createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  apiScope,
  daemonClient,
  exchange,
  graphDefault,
  postToken,
  publicClientId,
  signInToApi,
  webClient,
  webClientId,
} from './api-driver.ts'
import { catchRefusal } from './relying-party.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 10 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const getApiToken = async (person = 'Tom Teacher', more = {}): Promise<string> =>
  (await signInToApi(emulator, person, more)).access_token ?? ''

const getMe = async (token: string | undefined): Promise<unknown> => {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${emulator.url}/v1.0/me`, { headers })).json()
}

describe('on behalf of', () => {
  test('a token of the API becomes one of Graph, which names the API and the person', async () => {
    const assertion = await getApiToken()
    const { status, body } = await exchange(emulator, assertion)
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual([
      'access_token',
      'expires_in',
      'ext_expires_in',
      'scope',
      'token_type',
    ])
    expect(body.scope).toBe('https://graph.microsoft.com/User.Read')
    const claims = decodeJwt(body.access_token ?? '')
    expect(decodeJwt(assertion).azp).toBe(publicClientId)
    expect(claims).toMatchObject({
      aud: 'https://graph.microsoft.com',
      appid: webClientId,
      appidacr: '1',
      oid: decodeJwt(assertion).oid,
      sid: decodeJwt(assertion).sid,
      tid: decodeJwt(assertion).tid,
      scp: 'User.Read',
      idtyp: 'user',
    })
    expect(await getMe(body.access_token)).toMatchObject({ displayName: 'Tom Teacher' })
  })

  test('.default brings all that was consented to, and the directory roles of the person', async () => {
    const assertion = await getApiToken('Ada Admin')
    const { body } = await exchange(emulator, assertion, { scope: graphDefault })
    const { scp, wids } = decodeJwt(body.access_token ?? '')
    expect(scp).toContain('User.EnableDisableAccount.All')
    expect(wids).toContain('62e90394-69f5-4237-9190-012177145e10')
    expect(decodeJwt(assertion)).not.toHaveProperty('wids')
  })

  test('offline_access brings a refresh token of the person and the API, openid an ID token', async () => {
    const scope = `openid offline_access ${graphDefault}`
    const { body } = await exchange(emulator, await getApiToken(), { scope })
    expect(decodeJwt(body.id_token ?? '')).toMatchObject({ aud: webClientId })
    const form = { grant_type: 'refresh_token', refresh_token: body.refresh_token }
    const refreshed = await postToken(emulator, { ...form, ...webClient })
    expect(decodeJwt(refreshed.body.access_token ?? '')).toMatchObject({ appid: webClientId })
    expect(await getMe(refreshed.body.access_token)).toMatchObject({ displayName: 'Tom Teacher' })
    const other = await postToken(emulator, { ...form, client_id: publicClientId })
    expect(other).toMatchObject({ status: 400, code: 70000 })
  })

  test('the capability to answer challenges is declared by the API', async () => {
    const claims = JSON.stringify({ access_token: { xms_cc: { values: ['cp1'] } } })
    const { body } = await exchange(emulator, await getApiToken(), { claims })
    expect(decodeJwt(body.access_token ?? '').xms_cc).toEqual(['cp1'])
  })

  test('a token of version 1.0 is taken under either name of the API', async () => {
    emulator.settings({ apiTokenVersion: 1 })
    for (const scope of [apiScope, `${webClientId}/access_as_user`]) {
      const assertion = await getApiToken('Tom Teacher', { scope })
      expect((await exchange(emulator, assertion)).status).toBe(200)
    }
  })

  test('a token of a retired key is taken', async () => {
    const assertion = await getApiToken()
    await emulator.rotateKeys()
    expect((await exchange(emulator, assertion)).status).toBe(200)
  })

  test('openid-client asks for it as for any grant, and hands on the refusals', async () => {
    const secret = client.ClientSecretPost('demo-web-secret')
    const execute = [client.allowInsecureRequests]
    const url = new URL(emulator.authority)
    const config = await client.discovery(url, webClientId, undefined, secret, { execute })
    const ask = (assertion: string, scope: string) =>
      client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:jwt-bearer', {
        assertion,
        scope,
        requested_token_use: 'on_behalf_of',
      })
    const assertion = await getApiToken()
    const tokens = await ask(assertion, graphDefault)
    expect(await getMe(tokens.access_token)).toMatchObject({ displayName: 'Tom Teacher' })
    expect(await catchRefusal(ask(assertion, 'Mail.Send'))).toMatchObject({
      error: 'invalid_grant',
      error_codes: [65001],
      suberror: 'consent_required',
    })
  })
})

describe('an assertion is refused', () => {
  test('that is garbage, with AADSTS50027', async () => {
    expect(await exchange(emulator, 'garbage')).toMatchObject({ status: 400, code: 50027 })
  })

  test('whose signature or key is not of the tenant, with AADSTS50013', async () => {
    const [header = '', claims = '', signature = ''] = (await getApiToken()).split('.')
    const encode = (members: unknown) => Buffer.from(JSON.stringify(members)).toString('base64url')
    const admin = encode({ ...decodeJwt(`${header}.${claims}.${signature}`), name: 'Ada Admin' })
    const unsigned = encode({ alg: 'none', typ: 'JWT' })
    for (const forged of [`${header}.${admin}.${signature}`, `${unsigned}.${claims}.`]) {
      const answer = await exchange(emulator, forged)
      expect(answer).toMatchObject({ status: 400, code: 50013, body: { error: 'invalid_grant' } })
    }
  })

  test('that is an ID token, with AADSTS240002', async () => {
    const { id_token } = await signInToApi(emulator, 'Tom Teacher', { scope: `openid ${apiScope}` })
    expect(await exchange(emulator, id_token)).toMatchObject({ status: 400, code: 240002 })
  })

  test('that is for another API, with AADSTS500131 and both audiences', async () => {
    const { access_token } = await signInToApi(emulator, 'Tom Teacher', { scope: 'User.Read' })
    const answer = await exchange(emulator, access_token)
    expect(answer).toMatchObject({ status: 400, code: 500131, body: { error: 'invalid_grant' } })
    expect(answer.body.error_description).toContain("'https://graph.microsoft.com'")
    expect(answer.body.error_description).toContain(webClientId)
  })

  test('that another application was called with, with AADSTS500131', async () => {
    const answer = await exchange(emulator, await getApiToken(), daemonClient)
    expect(answer).toMatchObject({ status: 400, code: 500131 })
  })

  test('of an application without a person, with AADSTS7000114', async () => {
    const scope = `api://${webClientId}/.default`
    const form = { grant_type: 'client_credentials', ...daemonClient, scope }
    const { body } = await postToken(emulator, form)
    const answer = await exchange(emulator, body.access_token)
    expect(answer).toMatchObject({ code: 7000114, body: { error: 'unauthorized_client' } })
  })

  test("that is too old by the tenant's clock, or of before a reset, with AADSTS500133", async () => {
    const assertion = await getApiToken()
    emulator.advanceClock(3598)
    expect((await exchange(emulator, assertion)).status).toBe(200)
    emulator.advanceClock(2)
    expect(await exchange(emulator, assertion)).toMatchObject({ status: 400, code: 500133 })
    const earlier = await getApiToken()
    emulator.reset()
    expect(await exchange(emulator, earlier)).toMatchObject({ status: 400, code: 500133 })
  })

  test('at the address of another tenant, with AADSTS50013', async () => {
    const fabrikam = emulator.tenants[1]?.id
    const assertion = await getApiToken()
    expect(await exchange(emulator, assertion, {}, fabrikam)).toMatchObject({ code: 50013 })
    expect((await exchange(emulator, assertion, {}, 'organizations')).status).toBe(200)
  })
})

describe('on behalf of is refused', () => {
  test.each([
    ['without an assertion', { assertion: undefined }, 400, 900144],
    ['without requested_token_use', { requested_token_use: undefined }, 400, 900144],
    ['with another requested_token_use', { requested_token_use: 'logon_cert' }, 400, 9002313],
    ['without a scope', { scope: undefined }, 400, 900144],
    ['without a credential', { client_secret: undefined }, 401, 7000218],
    ['with a wrong secret', { client_secret: 'wrong' }, 401, 7000215],
    ['to a public client', { client_id: publicClientId, client_secret: undefined }, 401, 7000218],
    ['for an unknown API', { scope: 'api://nobody/.default' }, 400, 500011],
    ['for an unknown permission', { scope: 'User.Conjure' }, 400, 650053],
    ['for names beside .default', { scope: `${graphDefault} User.Read` }, 400, 70011],
    ['with claims that are no JSON', { claims: '{' }, 400, 9002313],
  ])('%s', async (_, changes, status, code) => {
    const answer = await exchange(emulator, await getApiToken(), changes)
    expect(answer).toMatchObject({ status, code })
  })

  test('the missing parameter is named', async () => {
    const assertion = await getApiToken()
    for (const parameter of ['assertion', 'requested_token_use', 'scope']) {
      const { body } = await exchange(emulator, assertion, { [parameter]: undefined })
      expect(body.error_description).toContain(`'${parameter}'`)
    }
  })

  test('without consent to the API, with AADSTS65001 and consent_required', async () => {
    const assertion = await getApiToken()
    emulator.withdrawConsent({ clientId: webClientId })
    for (const scope of ['User.Read', graphDefault]) {
      expect(await exchange(emulator, assertion, { scope })).toMatchObject({
        status: 400,
        code: 65001,
        body: { error: 'invalid_grant', suberror: 'consent_required' },
      })
    }
  })

  test('for a disabled account with AADSTS50057, for revoked sessions with AADSTS50173', async () => {
    const assertion = await getApiToken()
    emulator.updateUser('tom@contoso.test', { accountEnabled: false })
    expect(await exchange(emulator, assertion)).toMatchObject({ status: 400, code: 50057 })
    emulator.updateUser('tom@contoso.test', { accountEnabled: true, revokeSessions: true })
    expect(await exchange(emulator, assertion)).toMatchObject({ status: 400, code: 50173 })
    emulator.advanceClock(1)
    expect((await exchange(emulator, await getApiToken())).status).toBe(200)
  })

  test('under a policy with interaction_required and the claims to sign in with', async () => {
    const assertion = await getApiToken()
    emulator.addFault({ match: 'token', kind: 'status', code: 50079, times: 1 })
    const { body } = await exchange(emulator, assertion)
    expect(body).toMatchObject({ error: 'interaction_required', error_codes: [50079] })
    expect(JSON.parse(body.claims ?? '')).toHaveProperty('access_token.capolids.essential', true)
  })

  test('for claims that the sign-in behind the assertion did not meet, and not for one that did', async () => {
    emulator.settings({ claimsNeedInteraction: true })
    const demand = { access_token: { nbf: { essential: true, value: '1900000000' } } }
    const claims = JSON.stringify(demand)
    const before = await getApiToken()
    const refused = await exchange(emulator, before, { claims })
    expect(refused.body).toMatchObject({ error: 'interaction_required', error_codes: [50076] })
    expect(JSON.parse(refused.body.claims ?? '')).toEqual(demand)
    const after = await getApiToken('Tom Teacher', { claims: refused.body.claims })
    expect((await exchange(emulator, after, { claims })).status).toBe(200)
    expect((await exchange(emulator, before, { claims })).code).toBe(50076)
  })

  test('for an authentication context that the assertion does not carry', async () => {
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } })
    expect((await exchange(emulator, await getApiToken(), { claims })).code).toBe(50076)
    const after = await getApiToken('Tom Teacher', { claims })
    expect((await exchange(emulator, after, { claims })).status).toBe(200)
  })
})
