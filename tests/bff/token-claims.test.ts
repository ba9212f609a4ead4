import type { TokenCheck, TokenClaim, TokenClaims } from '@vestibule/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBrowser, signIn } from '../helpers/sign-in-driver.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
let ada: Visitor
beforeAll(async () => {
  world = await startWorld()
  ada = await world.signIn('Ada Admin')
})
afterAll(() => world[Symbol.asyncDispose]())

const CONTOSO = 'c0a70500-7e57-4000-8000-00000000c0de'
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10'

/** Of a session: it has an ID token. */
type SessionClaims = TokenClaims & { idToken: object }

async function read(visitor: Visitor, language = 'en'): Promise<SessionClaims> {
  const reply = await visitor.get('/api/token-claims', { 'accept-language': language })
  expect(reply.statusCode).toBe(200)
  return reply.json()
}

function byName({ idToken }: SessionClaims): Record<string, TokenClaim> {
  return Object.fromEntries(idToken.claims.map((claim) => [claim.name, claim]))
}

function byCheck({ idToken }: SessionClaims): Record<string, TokenCheck> {
  return Object.fromEntries(idToken.validation.map((check) => [check.check, check]))
}

/** The visitor's session and its sealed row, as they stand in the database. */
async function findRow(visitor: Visitor) {
  const { id } = await world.context.store.db
    .selectFrom('sessions')
    .select('id')
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow()
  const [, cookie = ''] = visitor.sessionCookie().split('=')
  const session = { id, secret: decodeURIComponent(cookie).split('.')[0] ?? '' }
  const row = world.context.store.db
    .selectFrom('session_tokens')
    .select('sealed')
    .where('session_id', '=', id)
    .where('kind', '=', 'id_token_claims')
  return { session, sealed: (await row.executeTakeFirstOrThrow()).sealed }
}

async function writeRow(id: string, sealed: string) {
  await world.context.store.db
    .updateTable('session_tokens')
    .set({ sealed })
    .where('session_id', '=', id)
    .where('kind', '=', 'id_token_claims')
    .execute()
}

describe('what the tokens say', () => {
  it('is every claim of the ID token, and what each access token is good for', async () => {
    const answer = await read(ada)
    const claims = byName(answer)
    expect(claims.tid?.value).toBe(CONTOSO)
    expect(claims.name?.value).toBe('Ada Admin')
    expect(claims.aud?.value).toBe(world.emulator.webClientId)
    expect(Date.parse(answer.idToken.issuedAt)).toBe(Number(claims.iat?.value) * 1000)
    expect(Date.parse(answer.idToken.expiresAt)).toBe(Number(claims.exp?.value) * 1000)
    expect(answer.accessTokens).toEqual([
      {
        resource: 'https://graph.microsoft.com',
        scopes: expect.arrayContaining(['User.Read']),
        expiresAt: expect.any(String),
      },
    ])
  })

  it.each([
    ['en', 'does not know'],
    ['fr', 'ne connaît pas'],
  ])('has a meaning for every claim the tenant issues: %s', async (language, unknown) => {
    for (const person of ['Ada Admin', 'Max Member', 'Gil Guest']) {
      const { idToken } = await read(await world.signIn(person), language)
      expect(idToken.claims.length).toBeGreaterThan(15)
      for (const claim of idToken.claims) {
        expect(claim.meaning).toMatch(/^[A-ZÀ].*\.$/)
        expect(claim.meaning).not.toContain(unknown)
        expect(claim.group).not.toBe('other')
      }
    }
  })

  it('answers in the caller’s language and says so to caches', async () => {
    const reply = await ada.get('/api/token-claims', { 'accept-language': 'de, fr-CA;q=0.8' })
    expect(reply.headers['content-language']).toBe('fr')
    expect(reply.headers.vary).toBe('Accept-Language')
    const claims = byName(reply.json())
    expect(claims.ver?.meaning).toBe('La version du format du jeton.')
    expect(claims.wids?.names[GLOBAL_ADMINISTRATOR]).toBe('Administrateur général')
    expect(claims.aud?.names).toEqual({ [world.emulator.webClientId]: 'Cette application' })

    const english = await ada.get('/api/token-claims')
    expect(english.headers['content-language']).toBe('en')
  })

  it('tells the person’s key from what may change, what was checked and what is not to be read', async () => {
    const claims = byName(await read(ada))
    const withFlag = (flag: TokenClaim['flags'][number]) =>
      Object.values(claims)
        .filter(({ flags }) => flags.includes(flag))
        .map(({ name }) => name)
        .sort()
    expect(withFlag('identity')).toEqual(['oid', 'tid'])
    expect(withFlag('mutable')).toEqual(['email', 'name', 'preferred_username'])
    expect(withFlag('validated')).toEqual(['aud', 'exp', 'iat', 'iss', 'nbf', 'nonce', 'tid'])
    expect(withFlag('opaque')).toEqual(['aio', 'login_hint', 'rh'])
    expect(withFlag('time')).toEqual(['auth_time', 'exp', 'iat', 'nbf'])
  })

  it('names the ids it can: person, organisation, application, directory roles', async () => {
    const claims = byName(await read(ada))
    expect(claims.tid?.names).toEqual({ [CONTOSO]: 'Contoso' })
    expect(claims.iss?.names).toEqual({ [String(claims.iss?.value)]: 'Contoso' })
    expect(claims.oid?.names).toEqual({ [String(claims.oid?.value)]: 'Ada Admin' })
    expect(claims.aud?.names).toEqual({ [world.emulator.webClientId]: 'This application' })
    const roles = claims.wids?.value as string[]
    expect(Object.keys(claims.wids?.names ?? {}).sort()).toEqual([...roles].sort())
    expect(claims.wids?.names[GLOBAL_ADMINISTRATOR]).toBe('Global Administrator')
    expect(claims.sub?.names).toEqual({})
  })
})

describe('what was checked', () => {
  it('are the real values of this very sign-in', async () => {
    const visitor = world.visit()
    const before = Date.now()
    const started = await visitor.open('/auth/login')
    const request = new URL(String(started.headers.location))
    const callback = await signIn(createBrowser(), request, 'Tom Teacher')
    await visitor.open(callback.pathname + callback.search)
    const answer = await read(visitor)
    const checks = byCheck(answer)

    const issuer = `${world.emulator.url}/${CONTOSO}/v2.0`
    expect(checks.issuer).toEqual({
      check: 'issuer',
      passed: true,
      expected: issuer,
      actual: issuer,
    })
    const clientId = request.searchParams.get('client_id')
    expect(checks.audience).toMatchObject({ passed: true, expected: clientId, actual: clientId })
    expect(checks.tenant).toMatchObject({ passed: true, expected: CONTOSO, actual: CONTOSO })
    const nonce = request.searchParams.get('nonce')
    expect(checks.nonce).toMatchObject({ passed: true, expected: nonce, actual: nonce })

    const keysUrl = `${world.emulator.url}/${CONTOSO}/discovery/v2.0/keys`
    expect(checks.signature).toMatchObject({ passed: true, expected: `RS256 ${keysUrl}` })
    const { keys } = (await (await fetch(keysUrl)).json()) as { keys: { kid: string }[] }
    const [algorithm, keyId] = checks.signature?.actual.split(' ') ?? []
    expect(algorithm).toBe('RS256')
    expect(keys.map(({ kid }) => kid)).toContain(keyId)

    const { checkedAt, issuedAt, expiresAt } = answer.idToken
    expect(Date.parse(checkedAt)).toBeGreaterThanOrEqual(before)
    expect(checks.expiry).toMatchObject({
      passed: true,
      expected: `${issuedAt}/${expiresAt}`,
      actual: checkedAt,
    })
    const [from = '', to = ''] = checks.age?.expected.split('/') ?? []
    expect(Date.parse(from)).toBe(Date.parse(checkedAt) - 15 * 60_000)
    expect(Date.parse(to)).toBe(Date.parse(checkedAt) + 60_000)
    expect(checks.age).toMatchObject({ passed: true, actual: issuedAt })
  })

  it('stays what it was when the session lives longer than its token', async () => {
    const visitor = await world.signIn('Max Member')
    const before = (await read(visitor)).idToken
    world.passTime(20)
    const after = (await read(visitor)).idToken
    world.passTime(-20)
    expect(after).toEqual(before)
  })
})

describe('the row they are kept in', () => {
  it('opens for its own session alone, and not once a bit of it is changed', async () => {
    const visitor = await world.signIn('Sara Student')
    const { session, sealed } = await findRow(visitor)
    expect((await world.context.vault.readIdToken(session))?.proof.tenantId).toBe(CONTOSO)

    const middle = Math.floor(sealed.length / 2)
    const changed = sealed[middle] === 'A' ? 'B' : 'A'
    await writeRow(session.id, sealed.slice(0, middle) + changed + sealed.slice(middle + 1))
    await expect(world.context.vault.readIdToken(session)).rejects.toThrow('could not be opened')
    const reply = await visitor.get('/api/token-claims')
    expect(reply.statusCode).toBe(401)
    expect(reply.json()).toMatchObject({ code: 'session_expired' })
    expect(reply.body).not.toContain('Sara')

    const other = await findRow(await world.signIn('Tom Teacher'))
    await writeRow(session.id, other.sealed)
    await expect(world.context.vault.readIdToken(session)).rejects.toThrow('could not be opened')
    await writeRow(session.id, sealed)
    expect((await read(visitor)).idToken.claims.length).toBeGreaterThan(15)
  })

  it('holds no token, nor does the answer', async () => {
    const visitor = await world.signIn('Ada Admin')
    const { session } = await findRow(visitor)
    const { vault, config } = world.context
    const facts = await vault.readIdToken(session)
    const access = await vault.readAccessToken(session, config.graph.resource)
    const refresh = await vault.readRefreshToken(session)
    const reply = await visitor.get('/api/token-claims')
    for (const text of [JSON.stringify(facts), JSON.stringify(reply.headers) + reply.body]) {
      // A JWT begins with `eyJ`, which is `{"` in base64url; a nonce may hold these letters as well.
      expect(text).not.toMatch(/eyJ[\w-]{10,}\./)
      expect(text).not.toContain(String(access?.value))
      expect(text).not.toContain(String(refresh))
    }
  })
})
