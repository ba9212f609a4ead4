import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser, submitForm } from '../helpers/sign-in-driver.ts'
import { callGraph, type GraphObject, toRefusal } from './graph-driver.ts'
import { createApplicationToken, createRefreshToken, createUserToken } from './token-driver.ts'

const reading = 'User.Read.All AuditLog.Read.All'

type Activity = Record<`last${string}`, string | null> | undefined

let emulator: Emulator
let token: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 700 })
})
beforeEach(async () => {
  emulator.reset()
  token = await createUserToken(emulator, 'Ada Admin', reading)
})
afterAll(() => emulator.close())

const idOf = (name: string): string => emulator.readUser(`${name}@contoso.test`)?.id ?? ''

async function readActivity(name: string): Promise<Activity> {
  const path = `/users/${idOf(name)}?$select=id,signInActivity`
  const { status, body } = await callGraph(emulator, token, path)
  expect(status).toBe(200)
  return body.signInActivity as Activity
}

async function listActivities(): Promise<GraphObject[]> {
  const found: GraphObject[] = []
  let path: string | undefined = '/users?$select=id,signInActivity&$top=999'
  while (path !== undefined) {
    const { body } = await callGraph(emulator, token, path)
    found.push(...body.value)
    path = body['@odata.nextLink']
  }
  return found
}

const askForTokens = (form: Record<string, string>): Promise<Response> =>
  fetch(`${emulator.authority.replace('/v2.0', '')}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: emulator.webClientId,
      client_secret: 'demo-web-secret',
      ...form,
    }),
  })

/** The sign-in page with a typed password. */
async function typePassword(userName: string, password: string): Promise<Response> {
  const browser = createBrowser()
  const url = new URL(`${emulator.authority.replace('/v2.0', '')}/oauth2/v2.0/authorize`)
  url.search = String(
    new URLSearchParams({
      client_id: emulator.webClientId,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: 'http://localhost/auth/callback',
    }),
  )
  const html = await (await browser.fetch(url)).text()
  return submitForm(browser, { url: String(url), html }, { user: userName, password })
}

const isRecent = (moment: string | null | undefined): boolean =>
  Math.abs(Date.now() - Date.parse(moment ?? '')) < 60_000

describe('the seeded sign-ins', () => {
  test('are the same for the same seed, never before the account was made, and absent for some', async () => {
    const first = await listActivities()
    expect(first).toHaveLength(712)
    emulator.reset()
    token = await createUserToken(emulator, 'Ada Admin', reading)
    const ada = idOf('ada')
    const withoutAda = (people: GraphObject[]) => people.filter(({ id }) => id !== ada)
    expect(withoutAda(await listActivities())).toEqual(withoutAda(first))

    const signedIn = withoutAda(first).filter(({ signInActivity }) => signInActivity !== undefined)
    expect(signedIn.length).toBeGreaterThan(600)
    expect(signedIn.length).toBeLessThan(711)
    for (const { id, signInActivity } of signedIn) {
      const activity = signInActivity as NonNullable<Activity>
      expect(Object.keys(activity)).toEqual([
        'lastSignInDateTime',
        'lastSignInRequestId',
        'lastNonInteractiveSignInDateTime',
        'lastNonInteractiveSignInRequestId',
        'lastSuccessfulSignInDateTime',
        'lastSuccessfulSignInRequestId',
      ])
      const { createdDateTime = '' } = emulator.readUser(id) ?? {}
      expect(String(activity.lastSignInDateTime) >= createdDateTime).toBe(true)
    }
    const older = (days: number): number => {
      const limit = new Date(Date.UTC(2026, 10, 20) - days * 86_400_000).toISOString()
      return signedIn.filter(
        ({ signInActivity }) => String((signInActivity as Activity)?.lastSignInDateTime) < limit,
      ).length
    }
    expect(older(90)).toBeGreaterThan(20)
    expect(older(14)).toBeGreaterThan(older(90))
    expect(older(14)).toBeLessThan(signedIn.length / 2)
  })

  test('come at most 500 to a page, and only when they are selected', async () => {
    const { body } = await callGraph(emulator, token, '/users?$select=id,signInActivity&$top=999')
    expect(body.value).toHaveLength(500)
    const plain = await callGraph(emulator, token, `/users/${idOf('tom')}`)
    expect(plain.body).not.toHaveProperty('signInActivity')
  })

  test('are absent for Max, who has never signed in', async () => {
    expect(await readActivity('max')).toBeUndefined()
    const added = emulator.addUser({ displayName: 'Nia', userPrincipalName: 'nia@contoso.test' })
    const path = `/users/${added.id}?$select=id,signInActivity`
    expect((await callGraph(emulator, token, path)).body).not.toHaveProperty('signInActivity')
  })
})

describe('a real sign-in', () => {
  test('moves the interactive and the successful one', async () => {
    await createUserToken(emulator, 'Max Member', 'User.Read')
    const activity = await readActivity('max')
    expect(isRecent(activity?.lastSignInDateTime)).toBe(true)
    expect(activity).toMatchObject({
      lastNonInteractiveSignInDateTime: null,
      lastNonInteractiveSignInRequestId: null,
      lastSuccessfulSignInDateTime: activity?.lastSignInDateTime,
      lastSuccessfulSignInRequestId: activity?.lastSignInRequestId,
    })
  })

  test('by a refresh token moves the other one', async () => {
    const refresh_token = await createRefreshToken(emulator, 'Max Member')
    const before = await readActivity('max')
    await askForTokens({ grant_type: 'refresh_token', refresh_token })
    const after = await readActivity('max')
    expect(after?.lastSignInRequestId).toBe(before?.lastSignInRequestId)
    expect(isRecent(after?.lastNonInteractiveSignInDateTime)).toBe(true)
    expect(after?.lastSuccessfulSignInRequestId).toBe(after?.lastNonInteractiveSignInRequestId)
  })

  test('with a wrong password counts as one that did not succeed', async () => {
    expect((await typePassword('tom@contoso.test', 'wrong')).status).not.toBe(303)
    const activity = await readActivity('tom')
    expect(isRecent(activity?.lastSignInDateTime)).toBe(true)
    expect(isRecent(activity?.lastSuccessfulSignInDateTime)).toBe(false)
  })
})

describe('who may read them', () => {
  test('is who has AuditLog.Read.All besides, a person or the application', async () => {
    const without = await createUserToken(emulator, 'Ada Admin', 'User.Read.All')
    for (const path of [
      `/users/${idOf('tom')}?$select=signInActivity`,
      '/users?$select=id,signInActivity',
      '/me?$select=signInActivity',
    ]) {
      const refused = await callGraph(emulator, without, path)
      expect(toRefusal(refused)).toEqual([403, 'Authentication_MSGraphPermissionMissing'])
      expect(refused.body.error.message).toBe(
        'Calling principal does not have required MSGraph permissions AuditLog.Read.All',
      )
    }
    const application = await createApplicationToken(emulator)
    const path = `/users/${idOf('ada')}?$select=signInActivity`
    expect((await callGraph(emulator, application, path)).body).toHaveProperty('signInActivity')
  })

  test('must name people by their ids, and filters nobody by them', async () => {
    const byName = await callGraph(
      emulator,
      token,
      '/users/tom@contoso.test?$select=signInActivity',
    )
    expect(toRefusal(byName)).toEqual([400, 'BadRequest'])
    const filter = encodeURIComponent('signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z')
    const filtered = await callGraph(emulator, token, `/users?$filter=${filter}`)
    expect(toRefusal(filtered)).toEqual([501, 'NotImplemented'])
  })
})
