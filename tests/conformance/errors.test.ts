import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser, signIn } from '../helpers/sign-in-driver.ts'
import { createUserToken } from './token-driver.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 200 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const base = (): string => emulator.authority.replace('/v2.0', '')

interface TokenBody {
  error?: string
  error_codes?: number[]
  error_description?: string
  error_uri?: string
  suberror?: string
  claims?: string
  refresh_token?: string
  refresh_token_expires_in?: number
}

async function postToken(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${base()}/oauth2/v2.0/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  })
  const body = (await response.json()) as TokenBody
  return { status: response.status, headers: response.headers, body, code: body.error_codes?.[0] }
}

async function getGraph(path: string, headers: Record<string, string>) {
  const response = await fetch(`${emulator.url}/v1.0${path}`, { headers })
  const body = (await response.json()) as { error: { code: string; message: string } }
  return { status: response.status, headers: response.headers, error: body.error }
}

describe('Graph refuses a token', () => {
  test.each([
    ['no header', {}, 'Access token is empty.'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'Access token is empty.'],
    ['an empty token', { authorization: 'Bearer ' }, 'Access token is empty.'],
    ['garbage', { authorization: 'Bearer x' }, 'IDX14100'],
  ])('%s is 401 InvalidAuthenticationToken with the challenge', async (_, headers, message) => {
    const answer = await getGraph('/me', headers)
    expect(answer.status).toBe(401)
    expect(answer.error.code).toBe('InvalidAuthenticationToken')
    expect(answer.error.message).toContain(message)
    expect(answer.headers.get('www-authenticate')).toMatch(
      /^Bearer realm="", authorization_uri=".+", client_id="00000003-0000-0000-c000-000000000000"$/,
    )
  })

  test('one of before a reset counts as expired', async () => {
    const token = await createUserToken(emulator, 'Ada Admin', 'User.Read')
    emulator.reset()
    const answer = await getGraph('/me', { authorization: `Bearer ${token}` })
    expect(answer.error.message).toBe('Lifetime validation failed, the token is expired.')
  })
})

describe('Graph refuses a request', () => {
  test.each([
    ['/users?$top=1000', 400, 'Request_BadRequest'],
    ['/users?$skip=5', 400, 'BadRequest'],
    ['/users?$filter=shoeSize%20eq%201', 400, 'BadRequest'],
    ['/users?$filter=endswith(mail,%27x%27)', 400, 'Request_UnsupportedQuery'],
    ['/users?$orderby=jobTitle', 400, 'Request_UnsupportedQuery'],
    ['/users?$skiptoken=abc', 400, 'Directory_ExpiredPageToken'],
    ['/nonsense', 400, 'BadRequest'],
    ['/users/nobody', 404, 'Request_ResourceNotFound'],
    ['/groups/nobody', 404, 'Request_ResourceNotFound'],
    ['/users/nobody/photo', 404, 'Request_ResourceNotFound'],
    ['/users/max@contoso.test/photo', 404, 'ImageNotFound'],
    ['/users?$select=aboutMe', 501, 'NotImplemented'],
  ])('%s is %i %s', async (path, status, code) => {
    const token = await createUserToken(emulator, 'Ada Admin', 'User.Read.All Group.Read.All')
    const answer = await getGraph(path, { authorization: `Bearer ${token}` })
    expect(answer).toMatchObject({ status, error: { code } })
  })

  test.each([
    ['/users', 'Authorization_RequestDenied'],
    ['/groups', 'Authorization_RequestDenied'],
    ['/users/tom@contoso.test', 'Authorization_RequestDenied'],
    ['/subscribedSkus', 'Authorization_RequestDenied'],
    ['/users/tom@contoso.test/photo', 'ErrorAccessDenied'],
  ])('%s with User.Read alone is 403 %s', async (path, code) => {
    const token = await createUserToken(emulator, 'Max Member', 'User.Read')
    const answer = await getGraph(path, { authorization: `Bearer ${token}` })
    expect(answer).toMatchObject({ status: 403, error: { code } })
  })

  test('the second page of a list can be made to fail alone', async () => {
    const token = await createUserToken(emulator, 'Ada Admin', 'User.Read.All')
    const headers = { authorization: `Bearer ${token}` }
    emulator.addFault({ match: 'nextPage', kind: 'status', status: 500 })
    const first = await fetch(`${emulator.url}/v1.0/users?$top=50`, { headers })
    const { '@odata.nextLink': link } = (await first.json()) as { '@odata.nextLink': string }
    expect(first.status).toBe(200)
    expect((await fetch(link, { headers })).status).toBe(500)
  })
})

describe('a fault at the token endpoint answers as Entra does', () => {
  test.each([
    [16000, 400, 'interaction_required', undefined],
    [50034, 400, 'invalid_grant', undefined],
    [50053, 400, 'invalid_grant', undefined],
    [50055, 400, 'invalid_grant', 'user_password_expired'],
    [50057, 400, 'invalid_grant', undefined],
    [50076, 400, 'interaction_required', 'basic_action'],
    [50079, 400, 'interaction_required', 'basic_action'],
    [50105, 400, 'access_denied', undefined],
    [50126, 400, 'invalid_grant', undefined],
    [50133, 400, 'invalid_grant', undefined],
    [50158, 400, 'interaction_required', 'basic_action'],
    [50173, 400, 'invalid_grant', undefined],
    [50196, 400, 'invalid_grant', undefined],
    [53000, 400, 'interaction_required', 'message_only'],
    [53003, 400, 'access_denied', 'message_only'],
    [65001, 400, 'invalid_grant', 'consent_required'],
    [70000, 400, 'invalid_grant', 'bad_token'],
    [70008, 400, 'invalid_grant', undefined],
    [70016, 400, 'authorization_pending', undefined],
    [70043, 400, 'invalid_grant', 'token_expired'],
    [90033, 503, 'temporarily_unavailable', undefined],
    [90094, 400, 'access_denied', undefined],
    [700016, 400, 'unauthorized_client', undefined],
    [700082, 400, 'invalid_grant', undefined],
    [700084, 400, 'invalid_grant', undefined],
    [500133, 400, 'invalid_grant', undefined],
    [650056, 400, 'invalid_client', undefined],
    [700024, 401, 'invalid_client', undefined],
    [700027, 401, 'invalid_client', undefined],
    [1000502, 401, 'invalid_client', undefined],
    [7000112, 400, 'unauthorized_client', undefined],
    [7000214, 401, 'invalid_client', undefined],
    [7000215, 401, 'invalid_client', undefined],
    [7000222, 401, 'invalid_client', undefined],
    [7000274, 401, 'invalid_client', undefined],
    [7000277, 401, 'invalid_client', undefined],
  ])('AADSTS%i is %i %s', async (number, status, error, suberror) => {
    emulator.addFault({ match: 'token', kind: 'status', code: number })
    const answer = await postToken({ grant_type: 'client_credentials' })
    expect(answer.status).toBe(status)
    expect(answer.body.error).toBe(error)
    expect(answer.body.suberror).toBe(suberror)
    expect(answer.code).toBe(number)
    expect(answer.body.error_description).toMatch(
      new RegExp(
        `^AADSTS${number}: .+ Trace ID: [\\da-f-]{36} Correlation ID: [\\da-f-]{36} Timestamp: [\\d-]{10} [\\d:]{8}Z$`,
      ),
    )
    expect(answer.body.error_description).not.toContain("''")
  })

  test('a second factor brings the claims to send back, a password change does not', async () => {
    emulator.addFault({ match: 'token', kind: 'status', code: 50076, times: 1 })
    const factor = await postToken({ grant_type: 'refresh_token' })
    expect(JSON.parse(factor.body.claims ?? '')).toHaveProperty('access_token.capolids')
    emulator.addFault({ match: 'token', kind: 'status', code: 50055, times: 1 })
    expect((await postToken({ grant_type: 'refresh_token' })).body.claims).toBeUndefined()
  })
})

describe('a page that redeems its code itself', () => {
  const clientId = 'a0000000-7e57-4000-8000-000000000004'
  const redirectUri = 'http://localhost:4000/callback'
  const origin = 'http://localhost:4000'
  const verifier = 'v'.repeat(64)

  async function getCode(): Promise<string> {
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid offline_access User.Read',
      code_challenge: verifier,
      code_challenge_method: 'plain',
    })
    const url = `${base()}/oauth2/v2.0/authorize?${query}`
    return (await signIn(createBrowser(), url, 'Ada Admin')).searchParams.get('code') ?? ''
  }

  const redeem = async (headers: Record<string, string>, more: Record<string, string> = {}) =>
    postToken(
      {
        grant_type: 'authorization_code',
        client_id: clientId,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        code: await getCode(),
        ...more,
      },
      headers,
    )

  const refresh = (token: string | undefined, headers: Record<string, string>) =>
    postToken(
      { grant_type: 'refresh_token', client_id: clientId, refresh_token: token ?? '' },
      headers,
    )

  test('may read the answer, also a refusal', async () => {
    const answer = await redeem({ origin })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    const refused = await redeem({ origin }, { code_verifier: 'wrong'.repeat(10) })
    expect(refused.code).toBe(501481)
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin)
  })

  test('on an origin without a redirect URI may not', async () => {
    const answer = await redeem({ origin: 'https://evil.example' })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('without Origin is refused with AADSTS9002327', async () => {
    expect((await redeem({})).code).toBe(9002327)
  })

  test('that is no single-page application is refused with AADSTS9002326', async () => {
    const answer = await postToken(
      {
        grant_type: 'authorization_code',
        client_id: emulator.webClientId,
        client_secret: 'demo-web-secret',
        code: 'x',
      },
      { origin },
    )
    expect(answer.code).toBe(9002326)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('with a secret is refused with AADSTS700025', async () => {
    expect((await redeem({ origin }, { client_secret: 'x' })).code).toBe(700025)
  })

  test('can refresh for 24 hours after the sign-in, however often it does (AADSTS700084)', async () => {
    const first = await redeem({ origin })
    expect(first.body.refresh_token_expires_in).toBe(86_400)
    emulator.advanceClock(20 * 3600)
    const second = await refresh(first.body.refresh_token, { origin })
    expect(second.status).toBe(200)
    expect(second.body.refresh_token_expires_in).toBeLessThanOrEqual(4 * 3600)
    emulator.advanceClock(5 * 3600)
    expect((await refresh(second.body.refresh_token, { origin })).code).toBe(700084)
  })
})
