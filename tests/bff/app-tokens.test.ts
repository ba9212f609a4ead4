import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppTokenError, createContext, loadConfig } from '@vestibule/bff'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
let resource: string
let tenantId: string
beforeAll(async () => {
  world = await startWorld()
  resource = world.context.graph.resource
  ;[tenantId = ''] = await world.context.authority.listTenants()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(async () => {
  world.emulator.clearFaults()
  world.emulator.reset()
  await world.context.store.db.deleteFrom('app_tokens').execute()
})

const getAppToken = (fresh = false) =>
  world.context.appTokens.getAppToken({ tenantId, resource, fresh })
const countRequests = () =>
  world.emulator.requests().filter(({ path }) => path.endsWith('/oauth2/v2.0/token')).length

/** Another process, as far as the two can tell: what they share is the database. */
async function openOther(more: Record<string, string> = {}) {
  const { config, secrets } = await loadConfig({ ...world.env, ...more })
  const { appTokens, authority, store } = await createContext(config, secrets)
  const [tenantId = ''] = await authority.listTenants()
  return {
    getAppToken: (fresh = false) => appTokens.getAppToken({ tenantId, resource, fresh }),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}

/** Brings the kept token to its last minutes. */
async function moveExpiry(minutes: number) {
  const expires_at = new Date(world.context.now().getTime() + minutes * 60_000).toISOString()
  await world.context.store.db.updateTable('app_tokens').set({ expires_at }).execute()
}

it('a token is the application’s own, by its secret, with all that was granted', async () => {
  const claims = decodeJwt(await getAppToken())
  expect(claims).toMatchObject({ appid: world.emulator.webClientId, appidacr: '1', idtyp: 'app' })
  expect(claims.aud).toMatch(/graph|00000003/)
  expect(claims.roles).toContain('User.Read.All')
  expect(claims.scp).toBeUndefined()
})

it('a token is kept, for other processes too, until five minutes before it expires', async () => {
  await using other = await openOther()
  const token = await getAppToken()
  await moveExpiry(5.1)
  expect(await getAppToken()).toBe(token)
  expect(await other.getAppToken()).toBe(token)
  expect(countRequests()).toBe(1)
  await moveExpiry(4.9)
  const next = await getAppToken()
  expect(next).not.toBe(token)
  expect(await other.getAppToken()).toBe(next)
  expect(countRequests()).toBe(2)
})

it('each tenant, application and resource has a token of its own', async () => {
  const token = await getAppToken()
  const { appTokens } = world.context
  const own = await appTokens.getAppToken({
    tenantId,
    resource: `api://${world.emulator.webClientId}`,
  })
  expect(decodeJwt(own).aud).toBe(world.emulator.webClientId)
  await using daemon = await openOther({
    ENTRA_CLIENT_ID: 'a0000000-7e57-4000-8000-000000000003',
    ENTRA_CLIENT_SECRET: 'demo-daemon-secret',
  })
  await using fabrikam = await openOther({
    ENTRA_AUTHORITY: `${world.emulator.url}/fabrikam.test/v2.0`,
  })
  const others = [await daemon.getAppToken(), await fabrikam.getAppToken(), own]
  expect(new Set([token, ...others]).size).toBe(4)
  expect(await getAppToken()).toBe(token)
})

it('no file of the database shows a token', async () => {
  const token = await getAppToken()
  const folder = String(world.env.DATA_DIR)
  const files = readdirSync(folder).filter((name) => name.startsWith('vestibule.db'))
  expect(files).not.toEqual([])
  for (const name of files) {
    const bytes = readFileSync(join(folder, name)).toString('latin1')
    for (const part of [token, ...token.split('.')]) expect(bytes.includes(part)).toBe(false)
  }
})

it.each([
  ['altered', 'not sealed at all'],
  ['of another resource', undefined],
])('a row with a seal that is %s is not used, and another token fetched', async (_case, text) => {
  await world.context.appTokens.getAppToken({
    tenantId,
    resource: `api://${world.emulator.webClientId}`,
  })
  const other = await world.context.store.db
    .selectFrom('app_tokens')
    .select('sealed')
    .executeTakeFirstOrThrow()
  const token = await getAppToken()
  await world.context.store.db
    .updateTable('app_tokens')
    .set({ sealed: text ?? other.sealed })
    .where('resource', '=', resource)
    .execute()
  const next = await getAppToken()
  expect(next).not.toBe(token)
  expect(decodeJwt(next).aud).toBe(decodeJwt(token).aud)
})

it('twenty calls in two processes make one token request, however long it takes', async () => {
  await using other = await openOther()
  world.emulator.addFault({ match: 'token', kind: 'delay', delayMs: 6000 })
  const calls = Array.from({ length: 20 }, (_, call) =>
    call % 2 ? other.getAppToken() : getAppToken(),
  )
  expect(new Set(await Promise.all(calls)).size).toBe(1)
  expect(countRequests()).toBe(1)
})

it('while a token is renewed by one process, the other gives the one that is still good', async () => {
  await using other = await openOther()
  const token = await getAppToken()
  await moveExpiry(4)
  world.emulator.addFault({ match: 'token', kind: 'delay', delayMs: 1500, times: 1 })
  const renewed = getAppToken()
  await expect.poll(readLeases, { timeout: 10_000 }).toBe(1)
  expect(await other.getAppToken()).toBe(token)
  expect(await renewed).not.toBe(token)
})

async function readLeases(): Promise<number> {
  const rows = await world.context.store.db
    .selectFrom('leases')
    .select('name')
    .where('name', 'like', 'app-token/%')
    .where('expires_at_ms', '>', Date.now())
    .execute()
  return rows.length
}

it('a fresh token is made anew, and shows at once what was withdrawn', async () => {
  const before = await getAppToken()
  world.emulator.withdrawConsent({ kind: 'application' })
  expect(await getAppToken()).toBe(before)
  const fresh = await getAppToken(true)
  expect(decodeJwt(before).roles).toContain('User.Read.All')
  expect(decodeJwt(fresh).roles ?? []).not.toContain('User.Read.All')
  expect(await getAppToken()).toBe(fresh)
})

describe('when a renewal fails', () => {
  it('for a reason that passes, a token that is still good serves, and the authority rests', async () => {
    const token = await getAppToken()
    await moveExpiry(4)
    world.emulator.addFault({ match: 'token', kind: 'status', status: 503 })
    const before = countRequests()
    for (let call = 0; call < 5; call += 1) expect(await getAppToken()).toBe(token)
    expect(countRequests()).toBe(before + 1)
    await moveExpiry(-1)
    await expect(getAppToken()).rejects.toMatchObject({ failure: 'unavailable' })
    // The next test starts without the rest of this one.
    world.passTime(1)
  })

  it('for good, that is told though the token would still serve for a while', async () => {
    await getAppToken()
    await moveExpiry(4)
    world.emulator.addFault({ match: 'token', kind: 'status', code: 7000222 })
    await expect(getAppToken()).rejects.toMatchObject({ failure: 'refused', code: 'AADSTS7000222' })
  })
})

describe('no token is to be had', () => {
  it.each([
    ['an unknown application', 'not_configured', { code: 700016 }],
    ['an unknown resource', 'not_configured', { code: 500011 }],
    ['a wrong secret', 'refused', { code: 7000215 }],
    ['an authority that fails', 'unavailable', { status: 503 }],
    ['a broken line', 'unavailable', { kind: 'reset' }],
    ['another program’s page', 'unavailable', { kind: 'html' }],
    ['half an answer', 'unavailable', { kind: 'truncate' }],
    ['no answer', 'timeout', { kind: 'delay', delayMs: 8500 }],
  ] as const)('%s is %s', async (_case, failure, fault) => {
    const code = 'code' in fault ? `AADSTS${fault.code}` : undefined
    world.emulator.addFault({ match: 'token', kind: 'status', times: 1, ...fault })
    const error = await getAppToken().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppTokenError)
    expect(error).toMatchObject({ failure, ...(code && { code }) })
    expect((error as Error).message).toMatch(/^No token of the application for .+\.$/)
    // What has failed is tried again by the next who asks.
    expect(await getAppToken()).not.toBe('')
  })
})
