import {
  type AuthenticationResult,
  ConfidentialClientApplication,
  InteractionRequiredAuthError,
  PublicClientApplication,
} from '@azure/msal-node'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser } from '../helpers/sign-in-driver.ts'
import { apiScope, daemonClientId, publicClientId, signInToApi, webClientId } from './api-driver.ts'
import { approveDevice, openDeviceQuestion, press } from './device-driver.ts'
import { createNetwork, publicOrigin, type Sent } from './msal-network.ts'

const authority = `${publicOrigin}/c0a70500-7e57-4000-8000-00000000c0de`
const graphRead = 'https://graph.microsoft.com/User.Read'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 5, publicOrigin })
})
beforeEach(() => {
  emulator.reset()
  emulator.settings({ deviceCodeIntervalSeconds: 0.01 })
})
afterAll(() => emulator.close())

function createConfidential(clientId: string, clientSecret: string) {
  const sent: Sent[] = []
  const client = new ConfidentialClientApplication({
    auth: { clientId, authority, clientSecret },
    system: { networkClient: createNetwork(emulator, sent) },
  })
  return { client, sent }
}

async function catchError(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (problem: unknown) => problem,
  )
}

describe('the device code flow of MSAL', () => {
  function start(answer: (userCode: string) => Promise<unknown>) {
    const sent: Sent[] = []
    const client = new PublicClientApplication({
      auth: { clientId: publicClientId, authority },
      system: { networkClient: createNetwork(emulator, sent) },
    })
    const result = client.acquireTokenByDeviceCode({
      scopes: [apiScope],
      deviceCodeCallback: ({ userCode, verificationUri, message }) => {
        expect(verificationUri).toBe(`${publicOrigin}/devicelogin`)
        expect(message).toContain(userCode)
        void answer(userCode)
      },
    })
    return { client, sent, result }
  }

  test('polls until the person has typed the code, then refreshes silently', async () => {
    const { client, sent, result } = start((userCode) =>
      approveDevice(emulator, userCode, { person: 'Sara Student' }),
    )
    const { account, accessToken } = (await result) as AuthenticationResult
    expect(account).toMatchObject({ username: 'sara@contoso.test' })
    expect(decodeJwt(accessToken)).toMatchObject({ azp: publicClientId, scp: 'access_as_user' })
    expect(sent.map(({ form }) => form.get('grant_type'))).toContain('device_code')
    if (account === null) throw new Error('No account')
    const silent = { account, scopes: [apiScope] }
    expect((await client.acquireTokenSilent(silent)).fromCache).toBe(true)
    const forced = await client.acquireTokenSilent({ ...silent, forceRefresh: true })
    expect(forced.fromCache).toBe(false)
    expect(sent.at(-1)?.form.get('grant_type')).toBe('refresh_token')
  })

  test('ends when the person declines', async () => {
    const { result } = start(async (userCode) => {
      const browser = createBrowser()
      const visitor = { person: 'Sara Student', browser }
      await press(browser, await openDeviceQuestion(emulator, userCode, visitor), 'Cancel')
    })
    expect(await catchError(result)).toMatchObject({
      errorMessage: expect.stringContaining('authorization_declined'),
    })
  })

  test('ends when the code has expired', async () => {
    const { result } = start(async () => emulator.advanceClock(901))
    expect(await catchError(result)).toMatchObject({
      errorMessage: expect.stringContaining('expired_token'),
    })
  })
})

describe('acquireTokenOnBehalfOf', () => {
  const signIn = async (person: string): Promise<string> =>
    (await signInToApi(emulator, person)).access_token ?? ''

  test('exchanges a token and finds the answer in its cache, for that token only', async () => {
    const { client, sent } = createConfidential(webClientId, 'demo-web-secret')
    const exchange = (oboAssertion: string) =>
      client.acquireTokenOnBehalfOf({ oboAssertion, scopes: [graphRead] })
    const ofTom = await signIn('Tom Teacher')
    const first = await exchange(ofTom)
    expect(first).toMatchObject({ fromCache: false, account: { username: 'tom@contoso.test' } })
    expect(decodeJwt(first?.accessToken ?? '')).toMatchObject({ appid: webClientId })
    const asked = sent.length
    expect((await exchange(ofTom))?.fromCache).toBe(true)
    expect(sent.length).toBe(asked)
    const second = await exchange(await signIn('Sara Student'))
    expect(second).toMatchObject({ fromCache: false, account: { username: 'sara@contoso.test' } })
    expect(decodeJwt(second?.accessToken ?? '').upn).toBe('sara@contoso.test')
    expect((await exchange(ofTom))?.accessToken).toBe(first?.accessToken)
  })

  test('asks anew with claims, and hands the claims of a refusal on', async () => {
    const { client, sent } = createConfidential(webClientId, 'demo-web-secret')
    const oboAssertion = await signIn('Tom Teacher')
    const request = { oboAssertion, scopes: [graphRead] }
    await client.acquireTokenOnBehalfOf(request)
    const asked = sent.length
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } })
    const problem = await catchError(client.acquireTokenOnBehalfOf({ ...request, claims }))
    expect(sent.length).toBe(asked + 1)
    expect(problem).toBeInstanceOf(InteractionRequiredAuthError)
    const refused = (problem as InteractionRequiredAuthError).claims
    expect(JSON.parse(refused)).toHaveProperty('access_token.acrs.value', 'c1')
  })

  test('needs interaction where consent is missing', async () => {
    const { client } = createConfidential(webClientId, 'demo-web-secret')
    const oboAssertion = await signIn('Tom Teacher')
    const scopes = ['https://graph.microsoft.com/Mail.Send']
    const problem = await catchError(client.acquireTokenOnBehalfOf({ oboAssertion, scopes }))
    expect(problem).toBeInstanceOf(InteractionRequiredAuthError)
    expect(problem).toMatchObject({ errorCode: 'invalid_grant', subError: 'consent_required' })
  })
})

describe('acquireTokenByClientCredential', () => {
  test("brings the daemon a token for the web application's API with its roles", async () => {
    const { client } = createConfidential(daemonClientId, 'demo-daemon-secret')
    const request = { scopes: [`api://${webClientId}/.default`] }
    const result = await client.acquireTokenByClientCredential(request)
    const claims = decodeJwt(result?.accessToken ?? '')
    expect(claims).toMatchObject({ aud: webClientId, azp: daemonClientId, ver: '2.0' })
    expect(claims.roles).toEqual(['Directory.Read', 'Batches.Write', 'Mail.Read'])
    expect(claims).not.toHaveProperty('scp')
    expect((await client.acquireTokenByClientCredential(request))?.fromCache).toBe(true)
  })
})
