import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { callGraph, toRefusal } from './graph-driver.ts'
import { createRefreshToken, createUserToken } from './token-driver.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 30 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const control = async (
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await fetch(`${emulator.url}/_emulator${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

const reading =
  'User.Read.All GroupMember.Read.All RoleManagement.Read.Directory ProfilePhoto.Read.All'

async function listMembers(token: string, group: string): Promise<string[]> {
  const groups = await callGraph(emulator, token, '/groups')
  const id = groups.body.value.find(({ displayName }) => displayName === group)?.id
  const members = await callGraph(emulator, token, `/groups/${id}/members?$top=999`)
  return members.body.value.map((member) => member.id)
}

describe('somebody new', () => {
  const nia = { displayName: 'Nia New', userPrincipalName: 'nia@contoso.test' }

  test('is listed, found, signs in and has what was said of them', async () => {
    const { status, body } = await control('POST', '/users', {
      ...nia,
      jobTitle: 'Nurse',
      accountEnabled: true,
      directoryRoles: ['globalReader'],
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({ ...nia, jobTitle: 'Nurse', mail: nia.userPrincipalName })
    const token = await createUserToken(emulator, 'Ada Admin', 'User.Read.All')
    const found = await callGraph(emulator, token, '/users/nia@contoso.test')
    expect(found.body).toMatchObject({ id: body.id, jobTitle: 'Nurse' })
    const last = await callGraph(emulator, token, '/users?$top=999&$orderby=displayName')
    expect(last.body.value.map(({ id }) => id)).toContain(body.id)
  })

  test.each([
    [{ displayName: 'Nia' }, 'userPrincipalName'],
    [{ ...nia, displayName: '' }, 'displayName'],
    [{ ...nia, userPrincipalName: 'nia@elsewhere.test' }, 'No tenant'],
    [{ ...nia, userPrincipalName: 'TOM@contoso.test' }, 'taken'],
    [{ ...nia, shoeSize: 44 }, 'shoeSize'],
    [{ ...nia, assignedLicenses: ['none'] }, 'assignedLicenses'],
  ])('%j is refused with a sentence, and nobody is added', async (person, word) => {
    const before = emulator.listUsers().length
    const { status, body } = await control('POST', '/users', person)
    expect(status).toBe(400)
    expect(body.message).toContain(word)
    expect(emulator.listUsers()).toHaveLength(before)
  })
})

describe('who is deleted', () => {
  test('is gone from lists, groups, roles and photos, and nobody signs in as them', async () => {
    const token = await createUserToken(emulator, 'Ada Admin', reading)
    const own = await createUserToken(emulator, 'Tom Teacher', 'User.Read')
    const refreshToken = await createRefreshToken(emulator, 'Tom Teacher')
    const [tom, uma] = ['tom@contoso.test', 'uma@contoso.test'].map(
      (name) => emulator.readUser(name)?.id ?? '',
    ) as [string, string]
    const roles = await callGraph(emulator, token, '/directoryRoles')
    const role = roles.body.value.find(({ displayName }) => displayName === 'User Administrator')
    expect(await listMembers(token, 'All teachers')).toContain(tom)

    expect((await control('DELETE', `/users/${tom}`)).status).toBe(204)
    expect((await control('DELETE', '/users/uma@contoso.test?permanently=true')).status).toBe(204)

    expect(await listMembers(token, 'All teachers')).not.toContain(tom)
    const holders = await callGraph(emulator, token, `/directoryRoles/${role?.id}/members`)
    expect(holders.body.value).toEqual([])
    const ids = (await callGraph(emulator, token, '/users?$top=999')).body.value.map(({ id }) => id)
    expect(ids).not.toContain(tom)
    expect(ids).not.toContain(uma)
    for (const path of [`/users/${tom}`, `/users/${tom}/photo`, '/users/tom@contoso.test']) {
      expect(toRefusal(await callGraph(emulator, token, path))).toEqual([
        404,
        'Request_ResourceNotFound',
      ])
    }

    expect(toRefusal(await callGraph(emulator, own, '/me'))).toEqual([
      401,
      'InvalidAuthenticationToken',
    ])
    const refreshed = await fetch(`${emulator.authority.replace('/v2.0', '')}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: emulator.webClientId,
        client_secret: 'demo-web-secret',
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
    })
    expect(await refreshed.json()).toMatchObject({ error_codes: [50034] })
    await expect(createUserToken(emulator, 'Tom Teacher', 'User.Read')).rejects.toThrow('no button')
  })

  test('leaves the name to somebody else, who is another person', async () => {
    const id = emulator.readUser('tom@contoso.test')?.id
    emulator.deleteUser('tom@contoso.test')
    const other = emulator.addUser({ displayName: 'Tom 2', userPrincipalName: 'tom@contoso.test' })
    expect(other.id).not.toBe(id)
    expect(emulator.readUser('tom@contoso.test')?.displayName).toBe('Tom 2')
  })

  test('must be there', async () => {
    expect((await control('DELETE', '/users/nobody')).status).toBe(400)
    expect(() => emulator.deleteUser('nobody')).toThrow('There is no person')
  })
})
