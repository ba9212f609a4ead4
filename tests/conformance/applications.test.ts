import { X509Certificate } from 'node:crypto'
import { createClientCertificate, createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createGraphClient, type GraphAnswer, toRefusal } from './graph-driver.ts'
import { createRegistrar, createRegistrarToken, graphAppId, type Registrar } from './registrar.ts'
import { createApplicationToken, createUserToken } from './token-driver.ts'

let emulator: Emulator
let ada: string
let graph: Registrar
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 20 })
})
beforeEach(async () => {
  emulator.reset()
  ada = await createRegistrarToken(emulator, 'Ada Admin')
  graph = createRegistrar(emulator, ada)
})
afterAll(() => emulator.close())

const userRead = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d'
const userReadAll = 'df021288-bdef-4463-88db-98f22de89214'
const scopeId = '0f0e0d0c-0b0a-4908-8706-050403020100'

const scope = {
  id: scopeId,
  value: 'read',
  type: 'User',
  isEnabled: true,
  adminConsentDisplayName: 'Read',
  adminConsentDescription: 'Read all of it.',
}
const role = {
  id: '1f1e1d1c-1b1a-4918-8716-151413121110',
  value: 'Tasks.Run',
  displayName: 'Run tasks',
  description: 'Runs tasks.',
  allowedMemberTypes: ['Application', 'User'],
}

async function create(more: object = {}): Promise<GraphAnswer['body']> {
  const { status, body } = await graph.post('/applications', { displayName: 'my-bff', ...more })
  expect(status).toBe(201)
  return body
}

describe('POST /applications', () => {
  test('answers 201 with the forty properties of a registration', async () => {
    const { status, headers, body } = await graph.post('/applications', {
      displayName: 'my-bff',
      signInAudience: 'AzureADMyOrg',
      web: {
        redirectUris: ['https://app.example/auth/callback'],
        logoutUrl: 'https://app.example/auth/frontchannel-logout',
        implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
      },
      api: { requestedAccessTokenVersion: 2 },
      requiredResourceAccess: [
        {
          resourceAppId: graphAppId,
          resourceAccess: [
            { id: userRead, type: 'Scope' },
            { id: userReadAll, type: 'Role' },
          ],
        },
      ],
      optionalClaims: { idToken: [{ name: 'sid' }, { name: 'xms_cc' }], saml2Token: [] },
      groupMembershipClaims: 'None',
    })
    expect(status).toBe(201)
    expect(headers.get('location')).toContain(body.id)
    expect(body['@odata.context']).toBe(`${emulator.url}/v1.0/$metadata#applications/$entity`)
    expect(Object.keys(body)).toHaveLength(41)
    expect(body).toMatchObject({
      displayName: 'my-bff',
      signInAudience: 'AzureADMyOrg',
      createdByAppId: 'a0000000-7e57-4000-8000-000000000002',
      publisherDomain: 'contoso.test',
      passwordCredentials: [],
      requiredResourceAccess: [{ resourceAppId: graphAppId }],
      web: { redirectUris: ['https://app.example/auth/callback'] },
    })
    expect(body.appId).not.toBe(body.id)
    expect((await graph.get(`/applications/${body.id}`)).body).toEqual(body)
  })

  test.each([
    ['no name', { displayName: undefined }],
    ['an unknown property', { colour: 'red' }],
    ['a read-only one', { appId: scopeId }],
    ['secrets', { passwordCredentials: [{ displayName: 'x' }] }],
    ['another audience', { signInAudience: 'Everyone' }],
    ['plain http', { web: { redirectUris: ['http://app.example/'] } }],
    ['a wildcard', { web: { redirectUris: ['https://*.example/'] } }],
    ['a fragment', { spa: { redirectUris: ['https://app.example/#/'] } }],
    ['an address twice', { web: { redirectUris: ['https://a.test/', 'https://a.test/'] } }],
    ['what is no certificate', { keyCredentials: [{ key: 'abcd' }] }],
    [
      'a permission nobody knows',
      {
        requiredResourceAccess: [
          { resourceAppId: graphAppId, resourceAccess: [{ id: scopeId, type: 'Scope' }] },
        ],
      },
    ],
    ['another token version', { api: { requestedAccessTokenVersion: 3 } }],
    ['a role for nobody', { appRoles: [{ ...role, allowedMemberTypes: [] }] }],
  ])('%s is Request_BadRequest', async (_what, more) => {
    const refused = await graph.post('/applications', { displayName: 'x', ...more })
    expect(toRefusal(refused)).toEqual([400, 'Request_BadRequest'])
  })

  test('what only the demo tenant lacks is 501', async () => {
    const implicit = { web: { implicitGrantSettings: { enableIdTokenIssuance: true } } }
    for (const more of [implicit, { uniqueName: 'x' }, { api: { acceptMappedClaims: true } }]) {
      const refused = await graph.post('/applications', { displayName: 'x', ...more })
      expect(toRefusal(refused)).toEqual([501, 'NotImplemented'])
    }
  })
})

describe('GET /applications', () => {
  test('lists the built-in ones, filters by appId and displayName, and speaks with the SDK', async () => {
    const client = createGraphClient(emulator, ada)
    const all = await client.api('/applications').select('appId,displayName').get()
    expect(all.value).toHaveLength(4)
    const { appId } = await create({ displayName: 'Needle' })
    for (const filter of [`appId eq '${appId}'`, "displayName eq 'needle'"]) {
      const { body } = await graph.get(`/applications?$filter=${filter}`)
      expect(body.value.map((one) => one.displayName)).toEqual(['Needle'])
    }
    const unknown = await graph.get("/applications?$filter=colour eq 'red'")
    expect(toRefusal(unknown)).toEqual([400, 'BadRequest'])
  })

  test('(appId=…) names the same one, and nobody is Request_ResourceNotFound', async () => {
    const { id, appId } = await create()
    expect((await graph.get(`/applications(appId='${appId}')`)).body.id).toBe(id)
    for (const key of [`/${scopeId}`, `(appId='${scopeId}')`]) {
      const refused = await graph.get(`/applications${key}`)
      expect(toRefusal(refused)).toEqual([404, 'Request_ResourceNotFound'])
    }
  })

  test('the secret’s text and the certificate’s key are not shown', async () => {
    const { body } = await graph.get(
      `/applications(appId='a0000000-7e57-4000-8000-000000000003')?$select=passwordCredentials`,
    )
    expect(body.passwordCredentials).toMatchObject([{ hint: 'dem', secretText: null }])
  })
})

describe('PATCH /applications/{id}', () => {
  test('changes what is named, all or nothing', async () => {
    const { id } = await create({ web: { redirectUris: ['https://app.example/a'] } })
    const logoutUrl = 'https://app.example/out'
    expect((await graph.patch(`/applications/${id}`, { web: { logoutUrl } })).status).toBe(204)
    const refused = await graph.patch(`/applications/${id}`, { displayName: 'new', tags: 7 })
    expect(toRefusal(refused)).toEqual([400, 'Request_BadRequest'])
    const { body } = await graph.get(`/applications/${id}`)
    expect(body).toMatchObject({
      displayName: 'my-bff',
      web: { logoutUrl, redirectUris: ['https://app.example/a'] },
    })
  })

  test('identifierUris are the application’s own id or the tenant’s domain', async () => {
    const { id, appId } = await create()
    const path = `/applications/${id}`
    const uris = [`api://${appId}`, 'https://api.contoso.test']
    expect((await graph.patch(path, { identifierUris: uris })).status).toBe(204)
    const foreign = await graph.patch(path, { identifierUris: ['https://api.evil.test'] })
    expect(toRefusal(foreign)).toEqual([400, 'HostNameNotOnVerifiedDomain'])
    const other = await create()
    const taken = await graph.patch(`/applications/${other.id}`, {
      identifierUris: ['https://api.contoso.test'],
    })
    expect(toRefusal(taken)).toEqual([400, 'Request_BadRequest'])
  })

  test('a scope or role in use is disabled before it is removed', async () => {
    const { id } = await create({ api: { oauth2PermissionScopes: [scope] }, appRoles: [role] })
    const path = `/applications/${id}`
    const code = 'CannotDeleteOrUpdateEnabledEntitlement'
    expect(toRefusal(await graph.patch(path, { appRoles: [] }))).toEqual([400, code])
    const removal = { api: { oauth2PermissionScopes: [] } }
    expect(toRefusal(await graph.patch(path, removal))).toEqual([400, code])
    const disabled = { api: { oauth2PermissionScopes: [{ ...scope, isEnabled: false }] } }
    expect((await graph.patch(path, disabled)).status).toBe(204)
    expect((await graph.patch(path, removal)).status).toBe(204)
    const twice = await graph.patch(path, { appRoles: [role, role] })
    expect(toRefusal(twice)).toEqual([400, 'DuplicateValue'])
  })

  test('keyCredentials are replaced as a list; one that is there may come without its key', async () => {
    const { id } = await create()
    const path = `/applications/${id}`
    const toEntry = (certificate: string): object => ({
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
      key: new X509Certificate(certificate).raw.toString('base64'),
    })
    const [first, second] = [
      await createClientCertificate('my-bff'),
      await createClientCertificate('my-bff'),
    ]
    await graph.patch(path, { keyCredentials: [toEntry(first.certificate)] })
    const known = (await graph.get(path)).body.keyCredentials as { keyId: string; key: null }[]
    expect(known[0]?.key).toBeNull()
    const both = { keyCredentials: [...known, toEntry(second.certificate)] }
    expect((await graph.patch(path, both)).status).toBe(204)
    const { body } = await graph.get(`${path}?$select=keyCredentials`)
    expect(body.keyCredentials).toMatchObject([toEntry(first.certificate), {}])
    const unknown = { keyCredentials: [{ ...known[0], keyId: scopeId }] }
    expect(toRefusal(await graph.patch(path, unknown))).toEqual([400, 'Request_BadRequest'])
  })
})

describe('addPassword and removePassword', () => {
  test('the text is told once; two years are the default', async () => {
    const { id } = await create()
    const { status, body } = await graph.post(`/applications/${id}/addPassword`, {
      passwordCredential: { displayName: 'first' },
    })
    expect(status).toBe(200)
    expect(body['@odata.context']).toBe(
      `${emulator.url}/v1.0/$metadata#microsoft.graph.passwordCredential`,
    )
    expect(String(body.secretText)).toHaveLength(40)
    expect(String(body.secretText).slice(0, 3)).toBe(body.hint)
    const years = Date.parse(String(body.endDateTime)) - Date.parse(String(body.startDateTime))
    expect(years / 86_400_000).toBe(730)
    const shown = (await graph.get(`/applications/${id}`)).body.passwordCredentials
    expect(shown).toMatchObject([{ keyId: body.keyId, displayName: 'first', secretText: null }])
    const { keyId } = body
    const removed = await graph.post(`/applications/${id}/removePassword`, { keyId })
    expect(removed.status).toBe(204)
    const again = await graph.post(`/applications/${id}/removePassword`, { keyId })
    expect(toRefusal(again)).toEqual([400, 'Request_BadRequest'])
  })

  test('addKey is not built', async () => {
    const { id } = await create()
    expect(toRefusal(await graph.post(`/applications/${id}/addKey`, {}))).toEqual([
      501,
      'NotImplemented',
    ])
  })
})

describe('deletion', () => {
  test('keeps an application among the deleted items until it is deleted there or restored', async () => {
    const { id, appId } = await create()
    await graph.post('/servicePrincipals', { appId })
    expect((await graph.remove(`/applications/${id}`)).status).toBe(204)
    expect((await graph.get(`/applications/${id}`)).status).toBe(404)
    expect((await graph.get(`/servicePrincipals(appId='${appId}')`)).status).toBe(404)
    const deleted = await graph.get(`/directory/deletedItems/${id}`)
    expect(deleted.body).toMatchObject({ '@odata.type': '#microsoft.graph.application', appId })
    expect(deleted.body.deletedDateTime).toEqual(expect.any(String))
    const list = await graph.get('/directory/deletedItems/microsoft.graph.application')
    expect(list.body.value).toHaveLength(1)
    expect((await graph.post(`/directory/deletedItems/${id}/restore`)).status).toBe(200)
    expect((await graph.get(`/servicePrincipals(appId='${appId}')`)).status).toBe(200)
    await graph.remove(`/applications/${id}`)
    expect((await graph.remove(`/directory/deletedItems/${id}`)).status).toBe(204)
    const gone = await graph.remove(`/directory/deletedItems/${id}`)
    expect(toRefusal(gone)).toEqual([404, 'Request_ResourceNotFound'])
  })
})

describe('who may', () => {
  test('a permission is not enough: nobody but a Global Administrator changes applications', async () => {
    const { id } = await create()
    const tom = createRegistrar(emulator, await createRegistrarToken(emulator, 'Tom Teacher'))
    expect((await tom.get('/applications')).status).toBe(200)
    const denied = [403, 'Authorization_RequestDenied']
    expect(toRefusal(await tom.post('/applications', { displayName: 'x' }))).toEqual(denied)
    expect(toRefusal(await tom.patch(`/applications/${id}`, {}))).toEqual(denied)
    expect(toRefusal(await tom.remove(`/applications/${id}`))).toEqual(denied)
    expect(toRefusal(await tom.post(`/applications/${id}/addPassword`, {}))).toEqual(denied)
    expect(toRefusal(await tom.post('/servicePrincipals', {}))).toEqual(denied)
    expect(toRefusal(await tom.post('/oauth2PermissionGrants', {}))).toEqual(denied)
    expect(toRefusal(await tom.post(`/servicePrincipals/${id}/appRoleAssignedTo`, {}))).toEqual(
      denied,
    )
  })

  test('a role is not enough: the token must carry the permission', async () => {
    const tokens = [
      await createUserToken(emulator, 'Ada Admin', 'Directory.Read.All'),
      await createApplicationToken(emulator),
      await createRegistrarToken(emulator, 'Ada Admin', 'DelegatedPermissionGrant.ReadWrite.All'),
    ]
    for (const token of tokens) {
      const refused = await createRegistrar(emulator, token).post('/applications', {})
      expect(toRefusal(refused)).toEqual([403, 'Authorization_RequestDenied'])
    }
  })
})
