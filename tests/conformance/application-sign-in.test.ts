import { createHash, X509Certificate } from 'node:crypto'
import { ConfidentialClientApplication } from '@azure/msal-node'
import { createClientCertificate, createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser, signIn } from '../helpers/sign-in-driver.ts'
import { callGraph, type GraphObject } from './graph-driver.ts'
import { createNetwork, publicOrigin } from './msal-network.ts'
import { createRegistrar, createRegistrarToken, graphAppId, type Registrar } from './registrar.ts'
import { catchRefusal } from './relying-party.ts'
import { signInAndAccept } from './token-driver.ts'

let emulator: Emulator
let graph: Registrar
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 20 })
})
beforeEach(async () => {
  emulator.reset()
  graph = createRegistrar(emulator, await createRegistrarToken(emulator, 'Ada Admin'))
})
afterAll(() => emulator.close())

const redirectUri = 'https://app.example/auth/callback'
const graphDefault = 'https://graph.microsoft.com/.default'
const role = {
  id: '1f1e1d1c-1b1a-4918-8716-151413121110',
  value: 'Tasks.Run',
  displayName: 'Run tasks',
  description: 'Runs tasks.',
  allowedMemberTypes: ['Application', 'User'],
}
const scope = {
  id: '0f0e0d0c-0b0a-4908-8706-050403020100',
  value: 'read',
  type: 'User',
  adminConsentDisplayName: 'Read',
  adminConsentDescription: 'Read all of it.',
}

interface Registered {
  id: string
  appId: string
  servicePrincipalId: string
  secret: string
}

/** All that a command line would do: application, secret, service principal. */
async function register(body: object = {}): Promise<Registered> {
  const application = await graph.post('/applications', {
    displayName: 'my-bff',
    web: { redirectUris: [redirectUri] },
    api: { requestedAccessTokenVersion: 2 },
    ...body,
  })
  const { id } = application.body
  const appId = String(application.body.appId)
  const { secretText } = (await graph.post(`/applications/${id}/addPassword`, {})).body
  const servicePrincipalId = (await graph.post('/servicePrincipals', { appId })).body.id
  return { id, appId, servicePrincipalId, secret: String(secretText) }
}

const getGraphApi = async (): Promise<GraphObject> =>
  (await graph.get(`/servicePrincipals(appId='${graphAppId}')`)).body

/** Lets the application do this for everyone. */
async function grantScopes({ servicePrincipalId }: Registered, names: string): Promise<void> {
  const { id: resourceId } = await getGraphApi()
  const ends = { clientId: servicePrincipalId, resourceId, consentType: 'AllPrincipals' }
  await graph.post('/oauth2PermissionGrants', { ...ends, scope: names })
}

async function grantRole({ servicePrincipalId }: Registered, value: string): Promise<void> {
  const { id: resourceId, appRoles } = await getGraphApi()
  const roles = appRoles as { id: string; value: string }[]
  const appRoleId = roles.find((one) => one.value === value)?.id
  await graph.post(`/servicePrincipals/${servicePrincipalId}/appRoleAssignments`, {
    principalId: servicePrincipalId,
    resourceId,
    appRoleId,
  })
}

function connect({ appId, secret }: Registered): Promise<client.Configuration> {
  const auth = client.ClientSecretPost(secret)
  return client.discovery(new URL(emulator.authority), appId, undefined, auth, {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  })
}

const signInScope = 'openid profile offline_access User.Read'

/** Where a person who pressed their button is led. */
async function enter(registered: Registered, person: string, asked = signInScope): Promise<URL> {
  const config = await connect(registered)
  const ask = { redirect_uri: redirectUri, scope: asked }
  return signIn(createBrowser(), client.buildAuthorizationUrl(config, ask), person)
}

describe('an application that Graph created', () => {
  test('signs people in with its redirect URI, its secret and the scopes granted to it', async () => {
    const registered = await register({
      optionalClaims: { idToken: [{ name: 'sid' }, { name: 'login_hint' }] },
      groupMembershipClaims: 'SecurityGroup',
    })
    await grantScopes(registered, signInScope)
    const callback = await enter(registered, 'Ada Admin')
    expect(callback.href.startsWith(`${redirectUri}?`)).toBe(true)
    const config = await connect(registered)
    const tokens = await client.authorizationCodeGrant(config, callback, { idTokenExpected: true })
    expect(tokens.claims()).toMatchObject({
      aud: registered.appId,
      sid: expect.any(String),
      login_hint: expect.any(String),
      groups: [expect.any(String), expect.any(String)],
    })
    const me = await callGraph(emulator, tokens.access_token, '/me')
    expect(me.body.userPrincipalName).toBe('ada@contoso.test')
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
    expect(refreshed.access_token).toBeTypeOf('string')
  })

  test('asks for consent while nothing is granted, which makes its service principal', async () => {
    const web = { redirectUris: [redirectUri] }
    const { appId } = (await graph.post('/applications', { displayName: 'my-bff', web })).body
    const path = `/servicePrincipals(appId='${appId}')`
    expect((await graph.get(path)).status).toBe(404)
    const config = await connect({
      id: '',
      appId: String(appId),
      servicePrincipalId: '',
      secret: 'none',
    })
    const ask = { redirect_uri: redirectUri, scope: signInScope }
    const url = client.buildAuthorizationUrl(config, ask)
    await expect(signIn(createBrowser(), url, 'Sara Student')).rejects.toThrow('my-bff')
    const callback = await signInAndAccept(createBrowser(), url, 'Sara Student')
    expect(callback.searchParams.has('code')).toBe(true)
    const { id } = (await graph.get(path)).body
    const { body } = await graph.get(`/servicePrincipals/${id}/oauth2PermissionGrants`)
    expect(body.value).toMatchObject([{ consentType: 'Principal', scope: signInScope }])
  })

  test('gets tokens for itself with the roles it is assigned to', async () => {
    const registered = await register()
    await grantRole(registered, 'User.Read.All')
    const config = await connect(registered)
    const { access_token: token } = await client.clientCredentialsGrant(config, {
      scope: graphDefault,
    })
    expect(decodeJwt(token)).toMatchObject({
      appid: registered.appId,
      oid: registered.servicePrincipalId,
      roles: ['User.Read.All'],
    })
    expect((await callGraph(emulator, token, '/users?$top=1')).status).toBe(200)
  })

  test('exposes scopes and roles that others get tokens with', async () => {
    const api = await register({ api: { oauth2PermissionScopes: [scope] }, appRoles: [role] })
    await graph.patch(`/applications/${api.id}`, {
      identifierUris: ['https://api.contoso.test'],
      optionalClaims: { accessToken: [{ name: 'idtyp' }] },
    })
    const caller = await register()
    await graph.post(`/servicePrincipals/${api.servicePrincipalId}/appRoleAssignedTo`, {
      principalId: caller.servicePrincipalId,
      resourceId: api.servicePrincipalId,
      appRoleId: role.id,
    })
    const config = await connect(caller)
    const ask = { scope: 'https://api.contoso.test/.default' }
    const first = await client.clientCredentialsGrant(config, ask)
    // Nothing said about the version means 1.0, whose audience is as the client named it.
    expect(decodeJwt(first.access_token)).toMatchObject({
      ver: '1.0',
      aud: 'https://api.contoso.test',
      idtyp: 'app',
      roles: ['Tasks.Run'],
    })
    await graph.patch(`/applications/${api.id}`, { api: { requestedAccessTokenVersion: 2 } })
    const second = await client.clientCredentialsGrant(config, ask)
    expect(decodeJwt(second.access_token)).toMatchObject({ ver: '2.0', aud: api.appId })
  })

  test('a role of a person is in their tokens of that application alone', async () => {
    const registered = await register({ appRoles: [role] })
    await grantScopes(registered, signInScope)
    await graph.post(`/servicePrincipals/${registered.servicePrincipalId}/appRoleAssignedTo`, {
      principalId: emulator.readUser('tom@contoso.test')?.id,
      resourceId: registered.servicePrincipalId,
      appRoleId: role.id,
    })
    const config = await connect(registered)
    const callback = await enter(registered, 'Tom Teacher')
    const tokens = await client.authorizationCodeGrant(config, callback, { idTokenExpected: true })
    expect(tokens.claims()?.roles).toEqual(['Tasks.Run'])
    const other = await register()
    await grantScopes(other, signInScope)
    const answer = await client.authorizationCodeGrant(
      await connect(other),
      await enter(other, 'Tom Teacher'),
      { idTokenExpected: true },
    )
    expect(answer.claims()).not.toHaveProperty('roles')
  })
})

describe('refusals', () => {
  test('appRoleAssignmentRequired keeps out who has no role (AADSTS50105)', async () => {
    const registered = await register()
    await grantScopes(registered, signInScope)
    const path = `/servicePrincipals/${registered.servicePrincipalId}`
    await graph.patch(path, { appRoleAssignmentRequired: true })
    const refused = await enter(registered, 'Sara Student')
    expect(refused.searchParams.get('error_description')).toMatch(/^AADSTS50105/)
    await graph.post(`${path}/appRoleAssignedTo`, {
      principalId: emulator.readUser('sara@contoso.test')?.id,
      resourceId: registered.servicePrincipalId,
      appRoleId: '00000000-0000-0000-0000-000000000000',
    })
    expect((await enter(registered, 'Sara Student')).searchParams.has('code')).toBe(true)
  })

  test('a disabled service principal is AADSTS7000112', async () => {
    const registered = await register()
    const path = `/servicePrincipals/${registered.servicePrincipalId}`
    await graph.patch(path, { accountEnabled: false })
    const ask = client.clientCredentialsGrant(await connect(registered), { scope: graphDefault })
    expect((await catchRefusal(ask)).error_codes).toEqual([7_000_112])
  })

  test('without a service principal there is no application token (AADSTS7000229)', async () => {
    const registered = await register()
    await graph.remove(`/servicePrincipals/${registered.servicePrincipalId}`)
    const ask = client.clientCredentialsGrant(await connect(registered), { scope: graphDefault })
    expect((await catchRefusal(ask)).error_codes).toEqual([7_000_229])
  })

  test('a removed secret is AADSTS7000215, an expired one AADSTS7000222', async () => {
    const registered = await register()
    const path = `/applications/${registered.id}`
    const past = { startDateTime: '2020-01-01T00:00:00Z', endDateTime: '2021-01-01T00:00:00Z' }
    const { body } = await graph.post(`${path}/addPassword`, { passwordCredential: past })
    const old = await connect({ ...registered, secret: String(body.secretText) })
    const scopeOf = { scope: graphDefault }
    const expired = await catchRefusal(client.clientCredentialsGrant(old, scopeOf))
    expect(expired.error_codes).toEqual([7_000_222])
    await graph.patch(path, { passwordCredentials: [] })
    const removed = await connect(registered).then((config) =>
      catchRefusal(client.clientCredentialsGrant(config, scopeOf)),
    )
    // Nothing but its address for web applications is left, so it must still prove itself.
    expect(removed.error_codes).toEqual([7_000_215])
  })

  test('a deleted application is AADSTS700016', async () => {
    const registered = await register()
    await graph.remove(`/applications/${registered.id}`)
    const ask = client.clientCredentialsGrant(await connect(registered), { scope: graphDefault })
    expect((await catchRefusal(ask)).error_codes).toEqual([700_016])
  })
})

test('MSAL signs in with a certificate that Graph was given', async () => {
  const { certificate, privateKey } = await createClientCertificate('my-bff')
  const tenant = await createEmulator({ port: 0, users: 0, publicOrigin })
  graph = createRegistrar(tenant, await createRegistrarToken(tenant, 'Ada Admin'))
  const registered = await register()
  const { raw } = new X509Certificate(certificate)
  const key = { type: 'AsymmetricX509Cert', usage: 'Verify', key: raw.toString('base64') }
  await graph.patch(`/applications/${registered.id}`, { keyCredentials: [key] })
  await grantRole(registered, 'User.Read.All')
  const thumbprintSha256 = createHash('sha256').update(raw).digest('hex')
  const msal = new ConfidentialClientApplication({
    auth: {
      clientId: registered.appId,
      authority: `${publicOrigin}/${tenant.tenants[0]?.id}`,
      clientCertificate: { thumbprintSha256, privateKey },
    },
    system: { networkClient: createNetwork(tenant, []) },
  })
  const answer = await msal.acquireTokenByClientCredential({ scopes: [graphDefault] })
  await tenant.close()
  expect(decodeJwt(answer?.accessToken ?? '')).toMatchObject({
    appid: registered.appId,
    appidacr: '2',
    roles: ['User.Read.All'],
  })
})
