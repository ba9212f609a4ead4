import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  world.emulator.clearFaults()
  world.emulator.reset()
})

const count = (wanted: RegExp) =>
  world.emulator.requests().filter(({ path }) => wanted.test(path)).length
const TOKEN = /\/oauth2\/v2\.0\/token$/
const USERS = /^\/v1\.0\/users/

/** Somebody who holds a token for the directory. */
async function arrive() {
  const visitor = await world.signIn()
  expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
  return visitor
}

const toClaims = (address: unknown) =>
  JSON.parse(new URL(String(address)).searchParams.get('claims') ?? '{}')

describe('a claims challenge of Graph', () => {
  it('is met by one refresh with its claims and one repeat: nobody notices', async () => {
    const visitor = await arrive()
    const before = [count(TOKEN), count(USERS)]
    world.emulator.addFault({ match: 'users', kind: 'cae', times: 1 })
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
    expect([count(TOKEN), count(USERS)]).toEqual([Number(before[0]) + 1, Number(before[1]) + 2])
  })

  it('that a fresh token does not meet ends as claims_challenge, never in a loop', async () => {
    const visitor = await arrive()
    const before = [count(TOKEN), count(USERS)]
    world.emulator.addFault({ match: 'users', kind: 'cae' })
    const reply = await visitor.get('/api/users?top=1')
    expect(reply.statusCode).toBe(401)
    expect(reply.json()).toMatchObject({
      code: 'claims_challenge',
      signInUrl: expect.stringMatching(/^\/auth\/login\?for=[\w-]{22}$/),
    })
    expect([count(TOKEN), count(USERS)]).toEqual([Number(before[0]) + 1, Number(before[1]) + 2])
  })

  it('leaves the session alive, and stays on the server', async () => {
    const visitor = await arrive()
    world.emulator.addFault({ match: 'users', kind: 'cae' })
    const reply = await visitor.get('/api/users?top=1')
    expect(reply.body).not.toMatch(/nbf|access_token|essential/)
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
  })

  it('is passed on by the sign-in it leads to, which names the account', async () => {
    const visitor = await arrive()
    world.emulator.addFault({ match: 'users', kind: 'cae' })
    const { signInUrl } = (await visitor.get('/api/users?top=1')).json()
    const { location } = (await visitor.open(signInUrl)).headers
    expect(toClaims(location)).toEqual({
      access_token: {
        xms_cc: { values: ['cp1'] },
        nbf: { essential: true, value: expect.any(String) },
      },
    })
    expect(new URL(String(location)).searchParams.get('login_hint')).toBeTruthy()
  })
})

describe('a person whose sessions were revoked at Microsoft', () => {
  it('is asked to sign in once more, and then goes on', async () => {
    const visitor = await arrive()
    world.emulator.updateUser('ada@contoso.test', { revokeSessions: true })
    const refused = await visitor.get('/api/users?top=1')
    expect(refused.statusCode).toBe(401)
    const { code, signInUrl } = refused.json()
    expect(code).toBe('claims_challenge')
    const callback = await visitor.reachCallback('Ada Admin', signInUrl)
    expect((await visitor.open(callback)).statusCode).toBe(302)
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
  })
})

describe('a policy that wants to see the person', () => {
  it('is told as claims_challenge, and met by the sign-in it leads to', async () => {
    const visitor = await arrive()
    world.emulator.settings({ claimsNeedInteraction: true })
    world.emulator.addFault({ match: 'users', kind: 'cae', times: 1 })
    const refused = await visitor.get('/api/users?top=1')
    expect(refused.json()).toMatchObject({ code: 'claims_challenge' })
    const callback = await visitor.reachCallback('Ada Admin', refused.json().signInUrl)
    expect((await visitor.open(callback)).statusCode).toBe(302)
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
  })
})

it('every sign-in says that we understand claims challenges', async () => {
  const { location } = (await world.visit().open('/auth/login')).headers
  expect(toClaims(location)).toEqual({ access_token: { xms_cc: { values: ['cp1'] } } })
})
