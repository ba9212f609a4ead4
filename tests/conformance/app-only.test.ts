import { createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { daemonClient, graphDefault, postToken, webClient } from './api-driver.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 5 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const json = { 'content-type': 'application/json' }

async function getToken(client: { client_id: string; client_secret: string }): Promise<string> {
  const form = { grant_type: 'client_credentials', ...client, scope: graphDefault }
  return (await postToken(emulator, form)).body.access_token ?? ''
}

const call = (token: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${emulator.url}/v1.0${path}`, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${token}` },
  })

const disable = (token: string, person: string): Promise<Response> =>
  call(token, `/users/${person}`, {
    method: 'PATCH',
    headers: json,
    body: JSON.stringify({ accountEnabled: false }),
  })

const revoke = (token: string, person: string): Promise<Response> =>
  call(token, `/users/${person}/revokeSignInSessions`, { method: 'POST' })

describe.each([
  ['the web application', webClient],
  ['the daemon', daemonClient],
])('%s by itself', (_, client) => {
  test('has the roles of what it needs for a batch', async () => {
    const { roles, idtyp } = decodeJwt(await getToken(client))
    expect(idtyp).toBe('app')
    expect(roles).toEqual(
      expect.arrayContaining([
        'User.Read.All',
        'User.EnableDisableAccount.All',
        'User.RevokeSessions.All',
        'RoleManagement.Read.Directory',
      ]),
    )
  })

  test('reads people, directory roles and who holds them', async () => {
    const token = await getToken(client)
    const users = await call(token, '/users?$select=id,accountEnabled,onPremisesSyncEnabled&$top=3')
    expect(((await users.json()) as { value: unknown[] }).value).toHaveLength(3)
    const roles = await call(token, '/directoryRoles')
    const { value } = (await roles.json()) as { value: { id: string; displayName: string }[] }
    const admins = value.find(({ displayName }) => displayName === 'Global Administrator')
    const members = await call(
      token,
      `/directoryRoles/${admins?.id}/members?$select=id,displayName`,
    )
    const { value: people } = (await members.json()) as { value: { displayName: string }[] }
    expect(people.map(({ displayName }) => displayName)).toContain('Ada Admin')
  })

  test('disables accounts and ends sessions of people without a directory role, and of nobody else', async () => {
    const token = await getToken(client)
    expect((await disable(token, 'tom@contoso.test')).status).toBe(204)
    expect(emulator.readUser('tom@contoso.test')?.accountEnabled).toBe(false)
    expect((await revoke(token, 'sara@contoso.test')).status).toBe(200)
    expect((await disable(token, 'gwen@contoso.test')).status).toBe(403)
    expect((await revoke(token, 'gwen@contoso.test')).status).toBe(403)
    expect(emulator.readUser('gwen@contoso.test')?.accountEnabled).toBe(true)
  })

  test('does so in a batch, each item judged for itself', async () => {
    const body = { accountEnabled: false }
    const people = ['tom', 'gwen', 'nobody']
    const requests = [
      ...people.map((name) => ({
        id: name,
        method: 'PATCH',
        url: `/users/${name}@contoso.test`,
        headers: json,
        body,
      })),
      { id: 'list', method: 'GET', url: '/users?$top=1' },
    ]
    const init = { method: 'POST', headers: json, body: JSON.stringify({ requests }) }
    const answer = await call(await getToken(client), '/$batch', init)
    const { responses } = (await answer.json()) as { responses: { id: string; status: number }[] }
    expect(Object.fromEntries(responses.map(({ id, status }) => [id, status]))).toEqual({
      tom: 204,
      gwen: 403,
      nobody: 404,
      list: 200,
    })
  })

  test('is nobody at /me', async () => {
    expect((await call(await getToken(client), '/me')).status).toBe(400)
  })
})

test('an application whose permission was withdrawn reads people and changes none', async () => {
  const permissions = ['User.EnableDisableAccount.All', 'User.RevokeSessions.All']
  emulator.withdrawConsent({ permissions, kind: 'application' })
  const token = await getToken(webClient)
  expect((await call(token, '/users')).status).toBe(200)
  expect((await disable(token, 'tom@contoso.test')).status).toBe(403)
  expect((await revoke(token, 'tom@contoso.test')).status).toBe(403)
})
