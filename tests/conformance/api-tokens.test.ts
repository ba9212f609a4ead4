import { createEmulator, type Emulator } from '@vestibule/emulator'
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  apiScope,
  daemonClient,
  daemonClientId,
  postToken,
  publicClientId,
  signInToApi,
  webClientId,
} from './api-driver.ts'
import { createRelyingParty } from './relying-party.ts'

const tenantId = 'c0a70500-7e57-4000-8000-00000000c0de'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 5 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const change = (person: string, body: unknown): Promise<Response> =>
  fetch(`${emulator.url}/_emulator/users/${person}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function getPersonClaims(person: string, scope = apiScope): Promise<JWTPayload> {
  return decodeJwt((await signInToApi(emulator, person, { scope })).access_token ?? '')
}

async function getDaemonToken(resource = `api://${webClientId}`): Promise<string> {
  const scope = `${resource}/.default`
  const form = { grant_type: 'client_credentials', ...daemonClient, scope }
  return (await postToken(emulator, form)).body.access_token ?? ''
}

async function verify(token: string, issuer: string, audience: string): Promise<JWTPayload> {
  const url = emulator.authority.replace('/v2.0', '/discovery/v2.0/keys')
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(url)), { issuer, audience })
  return payload
}

describe('application roles of people', () => {
  test('nobody has one at the start', async () => {
    for (const { displayName } of emulator.people.filter(({ id }) => isEnabled(id))) {
      expect(await getPersonClaims(displayName)).not.toHaveProperty('roles')
    }
  })

  test('are in the ID token of the application and in access tokens for it', async () => {
    expect((await change('tom@contoso.test', { appRoles: ['Batches.Write'] })).status).toBe(200)
    expect((await getPersonClaims('Tom Teacher')).roles).toEqual(['Batches.Write'])
    const party = await createRelyingParty(emulator)
    const tokens = await party.signIn('Tom Teacher')
    expect(tokens.claims()?.roles).toEqual(['Batches.Write'])
    const refreshed = await party.refresh(tokens.refresh_token, { scope: apiScope })
    expect(decodeJwt(refreshed.access_token)).toMatchObject({
      roles: ['Batches.Write'],
      scp: 'access_as_user',
    })
  })

  test("are in no other application's ID token and in no token for Graph", async () => {
    emulator.updateUser('tom@contoso.test', { appRoles: ['Batches.Write', 'Mail.Read'] })
    const { id_token } = await signInToApi(emulator, 'Tom Teacher', { scope: `openid ${apiScope}` })
    expect(decodeJwt(id_token ?? '')).not.toHaveProperty('roles')
    expect(await getPersonClaims('Tom Teacher', 'User.Read')).not.toHaveProperty('roles')
  })

  test('are replaced as a whole, stay under other changes, and end with a reset', async () => {
    await change('tom@contoso.test', { appRoles: ['Mail.Read', 'Directory.Read'] })
    await change('tom@contoso.test', { jobTitle: 'Head' })
    const { roles } = await getPersonClaims('Tom Teacher')
    expect(roles).toEqual(['Directory.Read', 'Mail.Read'])
    await change('tom@contoso.test', { appRoles: [] })
    expect(await getPersonClaims('Tom Teacher')).not.toHaveProperty('roles')
    await change('tom@contoso.test', { appRoles: ['Mail.Read'] })
    emulator.reset()
    expect(await getPersonClaims('Tom Teacher')).not.toHaveProperty('roles')
  })
})

const isEnabled = (id: string): boolean => emulator.readUser(id)?.accountEnabled === true

describe('tokens for an own API in version 1.0', () => {
  const issuer = `https://sts.windows.net/${tenantId}/`
  beforeEach(() => void emulator.settings({ apiTokenVersion: 1 }))

  test.each([
    ['its address', `api://${webClientId}`],
    ['its id', webClientId],
  ])(
    'carry the audience as asked for by %s, and verify against the published keys',
    async (_, audience) => {
      const scope = `${audience}/access_as_user`
      const { access_token } = await signInToApi(emulator, 'Ada Admin', { scope })
      const claims = await verify(access_token ?? '', issuer, audience)
      expect(claims).toMatchObject({
        acr: '1',
        amr: ['pwd'],
        appid: publicClientId,
        appidacr: '0',
        family_name: 'Admin',
        given_name: 'Ada',
        ipaddr: '127.0.0.1',
        name: 'Ada Admin',
        oid: emulator.people[0]?.id,
        scp: 'access_as_user',
        tid: tenantId,
        unique_name: 'ada@contoso.test',
        upn: 'ada@contoso.test',
        ver: '1.0',
      })
      for (const name of ['azp', 'azpacr', 'preferred_username', 'idtyp', 'wids']) {
        expect(claims).not.toHaveProperty(name)
      }
      const application = await getDaemonToken(audience)
      expect(await verify(application, issuer, audience)).toMatchObject({
        appid: daemonClientId,
        appidacr: '1',
        roles: ['Directory.Read', 'Batches.Write', 'Mail.Read'],
      })
    },
  )

  test('carry the roles of people, while ID tokens stay version 2.0', async () => {
    emulator.updateUser('tom@contoso.test', { appRoles: ['Mail.Read'] })
    const scope = `openid ${apiScope}`
    const tokens = await signInToApi(emulator, 'Tom Teacher', { scope })
    expect(decodeJwt(tokens.access_token ?? '').roles).toEqual(['Mail.Read'])
    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject({ iss: emulator.authority, ver: '2.0' })
  })
})

describe('tokens for an own API in version 2.0', () => {
  test('carry the id as audience whatever name it was asked by, and no wids', async () => {
    for (const scope of [apiScope, `${webClientId}/access_as_user`]) {
      const { access_token } = await signInToApi(emulator, 'Ada Admin', { scope })
      const claims = await verify(access_token ?? '', emulator.authority, webClientId)
      expect(claims).toMatchObject({ azp: publicClientId, ver: '2.0' })
      expect(claims).not.toHaveProperty('wids')
    }
  })
})

describe('idtyp in tokens for an own API', () => {
  test.each([1, 2] as const)(
    'of version %i is there on request, of applications only',
    async (version) => {
      emulator.settings({ apiTokenVersion: version })
      expect(decodeJwt(await getDaemonToken())).not.toHaveProperty('idtyp')
      emulator.settings({ apiTokenIdtyp: true })
      expect(decodeJwt(await getDaemonToken()).idtyp).toBe('app')
      expect(await getPersonClaims('Tom Teacher')).not.toHaveProperty('idtyp')
    },
  )
})
