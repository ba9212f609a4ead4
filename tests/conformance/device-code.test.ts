import { createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser } from '../helpers/sign-in-driver.ts'
import {
  type Form,
  postToken,
  publicClientId,
  signInToApi,
  webClient,
  webClientId,
} from './api-driver.ts'
import {
  approveDevice,
  deviceScope,
  openDeviceQuestion,
  pollDevice,
  postDeviceRequest,
  press,
} from './device-driver.ts'
import { catchRefusal } from './relying-party.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 10 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const postDevice = (changes?: Form, tenant?: string) => postDeviceRequest(emulator, changes, tenant)
const ask = async (changes?: Form, tenant?: string) => (await postDevice(changes, tenant)).body
const poll = (deviceCode: string | undefined, changes?: Form, tenant?: string) =>
  pollDevice(emulator, { device_code: deviceCode, ...changes }, tenant)

describe('asking for a device code', () => {
  test('answers what the cloud does, with an address of the demo tenant', async () => {
    const { body } = await postDevice()
    const page = `${emulator.url}/devicelogin`
    expect(body).toEqual({
      user_code: expect.stringMatching(/^[A-Z0-9]{9}$/),
      device_code: expect.stringMatching(/^.{150,}$/),
      verification_uri: page,
      expires_in: 900,
      interval: 5,
      message: `To sign in, use a web browser to open the page ${page} and enter the code ${body.user_code} to authenticate.`,
    })
    emulator.settings({ deviceCodeIntervalSeconds: 0.01 })
    expect(await ask()).toMatchObject({ interval: 0.01 })
  })

  test.each([
    ['a page', { client_id: 'a0000000-7e57-4000-8000-000000000004' }, 401, 7000218],
    ['an unknown client', { client_id: crypto.randomUUID() }, 400, 700016],
    ['a missing client', { client_id: undefined }, 400, 900144],
    ['a missing scope', { scope: undefined }, 400, 900144],
    ['an unknown API', { scope: 'api://nobody/.default' }, 400, 500011],
    ['an unknown permission', { scope: 'User.Conjure' }, 400, 650053],
    ['claims that are no JSON', { claims: '{' }, 400, 9002313],
  ])('is refused to %s', async (_, changes, status, code) => {
    expect(await postDevice(changes)).toMatchObject({ status, code })
  })

  test('with GET is refused with AADSTS900561, for an unknown tenant with AADSTS90002', async () => {
    const url = `${emulator.url}/contoso.test/oauth2/v2.0/devicecode`
    expect(await (await fetch(url)).json()).toMatchObject({ error_codes: [900561] })
    expect(await postDevice({}, 'nowhere.test')).toMatchObject({ status: 400, code: 90002 })
  })
})

describe('polling', () => {
  test('is pending, then answers with tokens of the person for the public client, then never again', async () => {
    const { user_code, device_code } = await ask()
    expect(await poll(device_code)).toMatchObject({
      status: 400,
      code: 70016,
      body: { error: 'authorization_pending' },
    })
    await approveDevice(emulator, user_code, { person: 'Tom Teacher' })
    const { body } = await poll(device_code)
    expect(decodeJwt(body.access_token ?? '')).toMatchObject({
      aud: webClientId,
      azp: publicClientId,
      azpacr: '0',
      preferred_username: 'tom@contoso.test',
      scp: 'access_as_user',
    })
    expect(decodeJwt(body.id_token ?? '')).toMatchObject({ aud: publicClientId })
    const refreshed = await postToken(emulator, {
      grant_type: 'refresh_token',
      client_id: publicClientId,
      refresh_token: body.refresh_token,
    })
    expect(refreshed.status).toBe(200)
    expect(await poll(device_code)).toMatchObject({ status: 400, code: 54005 })
  })

  test.each([
    ['the short name of the grant', (code: string) => poll(code, { grant_type: 'device_code' })],
    ['the code as "code"', (code: string) => poll(undefined, { code })],
  ])('takes %s', async (_, redeem) => {
    const { user_code, device_code } = await ask()
    await approveDevice(emulator, user_code, { person: 'Tom Teacher' })
    expect((await redeem(device_code)).status).toBe(200)
  })

  test('ends with authorization_declined when the person cancels', async () => {
    const browser = createBrowser()
    const { user_code, device_code } = await ask()
    const visitor = { person: 'Tom Teacher', browser }
    const question = await openDeviceQuestion(emulator, user_code, visitor)
    const end = await press(browser, question, 'Cancel')
    expect(end.html).toContain('You have not signed in to Command line.')
    const answer = await poll(device_code)
    expect(answer).toMatchObject({ status: 400, body: { error: 'authorization_declined' } })
  })

  test('ends with expired_token after fifteen minutes, also for a code that was typed', async () => {
    const waiting = await ask()
    const typed = await ask()
    await approveDevice(emulator, typed.user_code, { person: 'Tom Teacher' })
    emulator.advanceClock(901)
    for (const { device_code } of [waiting, typed]) {
      const answer = await poll(device_code)
      expect(answer).toMatchObject({ status: 400, code: 70020, body: { error: 'expired_token' } })
    }
  })

  test('with a code of nobody or of another client is bad_verification_code', async () => {
    const { device_code } = await ask()
    const bad = { status: 400, code: 70018, body: { error: 'bad_verification_code' } }
    expect(await poll('garbage')).toMatchObject(bad)
    expect(await poll(device_code, webClient)).toMatchObject(bad)
  })

  test.each([
    ['without a code', { device_code: undefined }, 400, 900144],
    ['without a client', { client_id: undefined }, 400, 900144],
    ['by a client that must prove itself', { client_id: webClientId }, 401, 7000218],
    ['with a secret of a public client', { client_secret: 'x' }, 401, 700025],
  ])('is refused %s', async (_, changes, status, code) => {
    const { device_code } = await ask()
    expect(await poll(device_code, changes)).toMatchObject({ status, code })
  })

  test('is refused for an account that was disabled or whose sessions were revoked meanwhile', async () => {
    const { user_code, device_code } = await ask()
    await approveDevice(emulator, user_code, { person: 'Tom Teacher' })
    emulator.updateUser('tom@contoso.test', { accountEnabled: false })
    expect(await poll(device_code)).toMatchObject({ status: 400, code: 50057 })
    emulator.updateUser('tom@contoso.test', { accountEnabled: true, revokeSessions: true })
    expect(await poll(device_code)).toMatchObject({ status: 400, code: 50173 })
  })

  test('by a client that must prove itself is answered once it does', async () => {
    const ask = { client_id: webClientId, scope: 'openid User.Read' }
    const { body } = await postDevice(ask)
    await approveDevice(emulator, body.user_code, { person: 'Tom Teacher' })
    const form = { device_code: body.device_code, client_id: webClientId }
    expect(await poll(body.device_code, form)).toMatchObject({ status: 401, code: 7000218 })
    const proved = await poll(body.device_code, webClient)
    expect(proved).toMatchObject({ status: 200 })
    expect(decodeJwt(proved.body.id_token ?? '')).toMatchObject({ aud: webClientId })
  })

  test('is refused at the address of another tenant', async () => {
    const { user_code, device_code } = await ask()
    await approveDevice(emulator, user_code, { person: 'Tom Teacher' })
    expect((await poll(device_code, {}, emulator.tenants[1]?.id)).code).toBe(700005)
  })

  test('meets claims that the person signed in with', async () => {
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } })
    const { user_code, device_code } = await ask({ claims })
    const browser = createBrowser()
    await signInToApi(emulator, 'Tom Teacher', { browser })
    await approveDevice(emulator, user_code, { person: 'Tom Teacher', browser })
    const { body } = await poll(device_code, { claims })
    expect(decodeJwt(body.access_token ?? '').acrs).toEqual(['c1'])
  })
})

describe('openid-client', () => {
  async function discover(): Promise<client.Configuration> {
    const execute = [client.allowInsecureRequests, client.enableNonRepudiationChecks]
    const url = new URL(emulator.authority)
    return client.discovery(url, publicClientId, undefined, client.None(), { execute })
  }

  test('asks, polls and checks the ID token', async () => {
    emulator.settings({ deviceCodeIntervalSeconds: 0.01 })
    const config = await discover()
    const device = await client.initiateDeviceAuthorization(config, { scope: deviceScope })
    expect(device).not.toHaveProperty('verification_uri_complete')
    const polling = client.pollDeviceAuthorizationGrant(config, device)
    await approveDevice(emulator, device.user_code, { person: 'Sara Student' })
    const tokens = await polling
    expect(tokens.claims()).toMatchObject({ aud: publicClientId, name: 'Sara Student' })
    expect(tokens.refresh_token).toBeTruthy()
  })

  test('hands on that the person declined', async () => {
    emulator.settings({ deviceCodeIntervalSeconds: 0.01 })
    const config = await discover()
    const device = await client.initiateDeviceAuthorization(config, { scope: deviceScope })
    const browser = createBrowser()
    const visitor = { person: 'Sara Student', browser }
    const question = await openDeviceQuestion(emulator, device.user_code, visitor)
    await press(browser, question, 'Cancel')
    const refusal = await catchRefusal(client.pollDeviceAuthorizationGrant(config, device))
    expect(refusal.error).toBe('authorization_declined')
  })
})
