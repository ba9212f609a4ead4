import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type GraphObject, toRefusal } from './graph-driver.ts'
import { createRegistrar, createRegistrarToken, graphAppId, type Registrar } from './registrar.ts'

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

const userReadAll = 'df021288-bdef-4463-88db-98f22de89214'
const nobody = '00000000-0000-4000-8000-000000000000'
const notFound = [404, 'Request_ResourceNotFound']
const badRequest = [400, 'Request_BadRequest']

async function createServicePrincipal(): Promise<GraphObject> {
  const application = await graph.post('/applications', { displayName: 'my-bff' })
  const { appId } = application.body
  return (await graph.post('/servicePrincipals', { appId })).body
}

const getGraphApi = async (): Promise<GraphObject> =>
  (await graph.get(`/servicePrincipals(appId='${graphAppId}')`)).body

describe('servicePrincipals', () => {
  test('Microsoft Graph lists its permissions under Microsoft’s ids', async () => {
    const { appRoles, oauth2PermissionScopes } = await getGraphApi()
    expect(appRoles).toContainEqual(
      expect.objectContaining({ id: userReadAll, value: 'User.Read.All' }),
    )
    expect(oauth2PermissionScopes).toContainEqual(
      expect.objectContaining({
        id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d',
        value: 'User.Read',
        type: 'User',
      }),
    )
  })

  test('are made once, for an application that there is', async () => {
    const { id, appId, ...rest } = await createServicePrincipal()
    expect(rest).toMatchObject({ appDisplayName: 'my-bff', servicePrincipalType: 'Application' })
    const { body } = await graph.get(`/servicePrincipals?$filter=appId eq '${appId}'`)
    expect(body.value.map((one) => one.id)).toEqual([id])
    const twice = await graph.post('/servicePrincipals', { appId })
    expect(toRefusal(twice)).toEqual([409, 'Request_MultipleObjectsWithSameKeyValue'])
    const unknown = await graph.post('/servicePrincipals', { appId: nobody })
    expect(toRefusal(unknown)).toEqual(badRequest)
    expect(unknown.body.error.message).toContain('does not reference a valid application object')
  })

  test('are deleted with what was granted to them', async () => {
    const { id } = await createServicePrincipal()
    const { id: resourceId } = await getGraphApi()
    const grant = { clientId: id, consentType: 'AllPrincipals', resourceId, scope: 'User.Read' }
    await graph.post('/oauth2PermissionGrants', grant)
    expect((await graph.remove(`/servicePrincipals/${id}`)).status).toBe(204)
    const { body } = await graph.get(`/oauth2PermissionGrants?$filter=clientId eq '${id}'`)
    expect(body.value).toEqual([])
    expect((await graph.get(`/directory/deletedItems/${id}`)).body['@odata.type']).toBe(
      '#microsoft.graph.servicePrincipal',
    )
  })

  test('Graph’s own cannot be changed', async () => {
    const refused = await graph.patch(`/servicePrincipals/${(await getGraphApi()).id}`, {
      accountEnabled: false,
    })
    expect(toRefusal(refused)).toEqual([403, 'Authorization_RequestDenied'])
  })
})

describe('oauth2PermissionGrants', () => {
  test('are one for a client, an API and everyone or a person, and change by PATCH', async () => {
    const { id } = await createServicePrincipal()
    const { id: resourceId } = await getGraphApi()
    const everyone = {
      clientId: id,
      consentType: 'AllPrincipals',
      resourceId,
      scope: 'openid profile User.Read',
    }
    const { status, body } = await graph.post('/oauth2PermissionGrants', everyone)
    expect(status).toBe(201)
    expect(body).toMatchObject({ ...everyone, principalId: null })
    const twice = await graph.post('/oauth2PermissionGrants', everyone)
    expect(toRefusal(twice)).toEqual([409, 'Request_MultipleObjectsWithSameKeyValue'])
    const principalId = emulator.readUser('tom@contoso.test')?.id
    const own = { ...everyone, consentType: 'Principal', principalId, scope: 'Mail.Read' }
    expect((await graph.post('/oauth2PermissionGrants', own)).status).toBe(201)
    const path = `/oauth2PermissionGrants/${body.id}`
    expect((await graph.patch(path, { scope: 'User.Read' })).status).toBe(204)
    expect((await graph.get(path)).body.scope).toBe('User.Read')
    const list = await graph.get(`/servicePrincipals/${id}/oauth2PermissionGrants`)
    expect(list.body.value).toHaveLength(2)
    expect((await graph.remove(path)).status).toBe(204)
    expect(toRefusal(await graph.remove(path))).toEqual(notFound)
  })

  test('name an API’s scopes, objects that there are, and a consent type', async () => {
    const { id: clientId } = await createServicePrincipal()
    const { id: resourceId } = await getGraphApi()
    const fine = { clientId, consentType: 'AllPrincipals', resourceId, scope: 'User.Read' }
    const post = (more: object) => graph.post('/oauth2PermissionGrants', { ...fine, ...more })
    expect(toRefusal(await post({ scope: 'Nothing.Known' }))).toEqual(badRequest)
    expect(toRefusal(await post({ scope: '' }))).toEqual(badRequest)
    expect(toRefusal(await post({ consentType: 'Somebody' }))).toEqual(badRequest)
    expect(toRefusal(await post({ consentType: 'Principal' }))).toEqual(badRequest)
    expect(toRefusal(await post({ clientId: nobody }))).toEqual(notFound)
    expect(toRefusal(await post({ resourceId: nobody }))).toEqual(notFound)
    const stranger = { consentType: 'Principal', principalId: nobody }
    expect(toRefusal(await post(stranger))).toEqual(notFound)
  })
})

describe('appRoleAssignments and appRoleAssignedTo', () => {
  test('show the same entries from both ends', async () => {
    const { id: principalId } = await createServicePrincipal()
    const { id: resourceId } = await getGraphApi()
    const assignment = { principalId, resourceId, appRoleId: userReadAll }
    const made = await graph.post(`/servicePrincipals/${resourceId}/appRoleAssignedTo`, assignment)
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      ...assignment,
      principalType: 'ServicePrincipal',
      principalDisplayName: 'my-bff',
      resourceDisplayName: 'Microsoft Graph',
    })
    const path = `/servicePrincipals/${principalId}/appRoleAssignments`
    expect((await graph.get(path)).body.value.map(({ id }) => id)).toEqual([made.body.id])
    const twice = await graph.post(path, assignment)
    expect(toRefusal(twice)).toEqual(badRequest)
    expect(twice.body.error.message).toBe('Permission being assigned already exists on the object')
    expect((await graph.remove(`${path}/${made.body.id}`)).status).toBe(204)
    expect(toRefusal(await graph.remove(`${path}/${made.body.id}`))).toEqual(notFound)
  })

  test('take a role of the API, for the kind of principal it is for, at the right end', async () => {
    const { id: principalId } = await createServicePrincipal()
    const { id: resourceId } = await getGraphApi()
    const fine = { principalId, resourceId, appRoleId: userReadAll }
    const post = (more: object) =>
      graph.post(`/servicePrincipals/${resourceId}/appRoleAssignedTo`, { ...fine, ...more })
    expect(toRefusal(await post({ appRoleId: nobody }))).toEqual(badRequest)
    expect(toRefusal(await post({ resourceId: principalId }))).toEqual(badRequest)
    expect(toRefusal(await post({ principalId: nobody }))).toEqual(notFound)
    const person = emulator.readUser('tom@contoso.test')?.id
    expect(toRefusal(await post({ principalId: person }))).toEqual(badRequest)
  })
})
