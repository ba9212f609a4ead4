import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  OTHER_PASSWORD,
  PASSWORD,
  register as registerIn,
  signInLocally,
} from '../helpers/local-accounts.ts'
import { SAME_ORIGIN, type Visitor } from '../helpers/visitor.ts'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

const ANNA = 'anna@example.test'
const TOM = 'Tom Teacher'
const START = '/auth/link?returnTo=/users'
/** What a click on a page of ours sends. */
const CLICK = { 'sec-fetch-site': 'same-origin' }
const CONFLICT = `${APP_ORIGIN}/security?link=conflict`
const EXPIRED = `${APP_ORIGIN}/security?link=expired`

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 0 })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(async () => {
  world.emulator.reset()
  // Everybody is a newcomer again: what belongs to a person goes with them.
  for (const table of ['people', 'attempts'] as const) {
    await world.context.store.db.deleteFrom(table).execute()
  }
})

const register = (email = ANNA) => registerIn(world, email)
const getMe = async (visitor: Visitor) => (await visitor.get('/api/me')).json()
const isSignedIn = async (visitor: Visitor) => (await visitor.get('/api/me')).statusCode === 200
const opens = async (cookie: string) =>
  (await world.visit().get('/api/me', { cookie })).statusCode === 200

const reachAnswer = (visitor: Visitor, person = TOM) => visitor.reachCallback(person, START, CLICK)

/** Links the account that is signed in to with a Microsoft account, through the browser. */
async function link(visitor: Visitor, person = TOM): Promise<string> {
  const reply = await visitor.open(await reachAnswer(visitor, person))
  return String(reply.headers.location)
}

const linkByPassword = (visitor: Visitor, email = ANNA, password = PASSWORD) =>
  visitor.post('/auth/link', { email, password })
const unlink = (visitor: Visitor, door: 'entra' | 'local') => visitor.post('/auth/unlink', { door })

async function registerLinked() {
  const { visitor, me } = await register()
  expect(await link(visitor)).toBe(`${APP_ORIGIN}/users`)
  return { visitor, id: me.id }
}

/** Who has which door, as the database says. */
async function readDoors() {
  const { db } = world.context.store
  const [people, local, entra] = await Promise.all([
    db.selectFrom('people').select('id').orderBy('id').execute(),
    db.selectFrom('local_accounts').select(['person_id', 'email']).orderBy('person_id').execute(),
    db
      .selectFrom('entra_identities')
      .select(['person_id', 'tenant_id', 'object_id'])
      .orderBy('object_id')
      .execute(),
  ])
  return { people, local, entra }
}

const countTransactions = async () =>
  (await world.context.store.db.selectFrom('sign_in_transactions').select('purpose').execute())
    .length

describe('GET /auth/link', () => {
  it.each([
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['same-site', { 'sec-fetch-site': 'same-site' }],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }],
    ['of a browser that does not say', {}],
  ])('starts nothing for a navigation that is %s', async (_what, headers) => {
    const { visitor } = await register()
    const before = await countTransactions()
    const reply = await visitor.open('/auth/link', headers as Record<string, string>)
    expect(reply.headers.location).toBe(`${APP_ORIGIN}/security?link=ask&returnTo=%2F`)
    expect(reply.cookies).toEqual([])
    expect(await countTransactions()).toBe(before)
  })

  it('asks for the password that was given more than 10 minutes ago, and goes on with it', async () => {
    const { visitor } = await register()
    world.passTime(11)
    const old = await visitor.open(START, CLICK)
    await signInLocally(visitor, ANNA)
    const fresh = await visitor.open(START, CLICK)
    world.passTime(-11)
    expect(old.headers.location).toBe(`${APP_ORIGIN}/security?link=password&returnTo=%2Fusers`)
    expect(old.cookies).toEqual([])
    expect(fresh.headers.location).toContain('/oauth2/v2.0/authorize')
  })

  it('is not for who is signed out, has no password, or is linked already', async () => {
    const { visitor: linked } = await registerLinked()
    for (const visitor of [world.visit(), await world.signIn('Ada Admin'), linked]) {
      const reply = await visitor.open(START, CLICK)
      expect(reply.headers.location).toBe(
        `${APP_ORIGIN}/security?link=not-needed&returnTo=%2Fusers`,
      )
    }
  })

  it('leads back to pages of ours alone', async () => {
    const { visitor } = await register()
    for (const returnTo of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      const query = new URLSearchParams({ returnTo })
      const refused = await visitor.open(`/auth/link?${query}`)
      expect(refused.headers.location).toBe(`${APP_ORIGIN}/security?link=ask&returnTo=%2F`)
    }
    const answer = await visitor.reachCallback(TOM, '/auth/link?returnTo=//evil.example', CLICK)
    expect((await visitor.open(answer)).headers.location).toBe(`${APP_ORIGIN}/`)
  })

  it('has the authority ask the person, whoever is signed in there', async () => {
    const { visitor } = await register()
    const { location } = (await visitor.open(`${START}&prompt=none&login_hint=x`, CLICK)).headers
    const asked = new URL(String(location)).searchParams
    expect(asked.get('prompt')).toBe('login')
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.has('login_hint')).toBe(false)
  })
})

describe('the answer to it', () => {
  it('joins the two: the local account’s id stays, under a new session id', async () => {
    const { visitor, me } = await register()
    const old = visitor.sessionCookie()
    expect(await link(visitor)).toBe(`${APP_ORIGIN}/users`)
    expect(await getMe(visitor)).toMatchObject({
      id: me.id,
      kind: 'linked',
      displayName: TOM,
      roles: ['Teacher'],
      entra: { userPrincipalName: 'tom@contoso.test' },
      local: { email: ANNA },
      linkOffer: null,
      session: { door: 'entra' },
    })
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
    expect(await opens(old)).toBe(false)
  })

  it('leads to the same person by either door afterwards', async () => {
    const { id } = await registerLinked()
    const byPassword = world.visit()
    await signInLocally(byPassword, ANNA)
    const byMicrosoft = await world.signIn(TOM)
    expect([(await getMe(byPassword)).id, (await getMe(byMicrosoft)).id]).toEqual([id, id])
  })

  it('merges a person who came by Microsoft alone, and ends all other sessions of both', async () => {
    const toms = [await world.signIn(TOM), await world.signIn(TOM)]
    const { visitor, me } = await register()
    const other = world.visit()
    await signInLocally(other, ANNA, { rememberMe: true })
    await link(visitor)
    expect(await Promise.all([...toms, other].map(isSignedIn))).toEqual([false, false, false])
    const { people, entra } = await readDoors()
    expect(people).toEqual([{ id: me.id }])
    expect(entra).toMatchObject([{ person_id: me.id }])
  })

  it('keeps what the person likes', async () => {
    const { visitor } = await register()
    await visitor.patch('/api/me/preferences', { theme: 'dark', accentColor: 'grey' })
    await link(visitor)
    expect((await getMe(visitor)).preferences).toEqual({
      accentColor: 'grey',
      theme: 'dark',
      locale: null,
    })
  })

  it('joins nobody when the authority did not ask the person again', async () => {
    const visitor = await world.signIn(TOM)
    world.emulator.advanceClock(16 * 60)
    world.emulator.settings({ ignorePromptLogin: true })
    await visitor.post('/auth/local/register', {
      email: ANNA,
      password: PASSWORD,
      displayName: 'Anna',
    })
    const before = await readDoors()
    expect(await link(visitor)).toMatch(`${APP_ORIGIN}/sign-in?error=step_up_failed&ref=`)
    expect(await readDoors()).toEqual(before)
    expect(await getMe(visitor)).toMatchObject({ kind: 'local' })
  })

  it('joins nobody in another browser, and the one that started it can go on', async () => {
    const { visitor, me } = await register()
    const { visitor: other, me: eve } = await register('eve@example.test')
    const answer = await reachAnswer(visitor)
    const before = await readDoors()
    for (const stranger of [other, world.visit()]) {
      const reply = await stranger.open(answer)
      expect(reply.headers.location).toMatch(
        `${APP_ORIGIN}/sign-in?error=sign_in_not_started_here&ref=`,
      )
    }
    expect(await readDoors()).toEqual(before)
    expect(await getMe(other)).toMatchObject({ id: eve.id, kind: 'local' })
    await visitor.open(answer)
    expect(await getMe(visitor)).toMatchObject({ id: me.id, kind: 'linked' })
  })

  it('joins nobody in a browser that brings the transaction’s cookie, but not the session', async () => {
    const { visitor } = await register()
    const { visitor: other, me: eve } = await register('eve@example.test')
    const answer = await reachAnswer(visitor)
    for (const [name, value] of visitor.cookies) {
      if (!other.cookies.has(name)) other.cookies.set(name, value)
    }
    expect((await other.open(answer)).headers.location).toBe(EXPIRED)
    expect((await readDoors()).entra.map(({ person_id }) => person_id)).not.toContain(eve.id)
    expect(await getMe(other)).toMatchObject({ id: eve.id, kind: 'local' })
    expect(await getMe(visitor)).toMatchObject({ kind: 'local' })
  })

  it.each([
    ['the session has ended', (visitor: Visitor) => visitor.post('/auth/logout')],
    ['its person has signed in anew', (visitor: Visitor) => signInLocally(visitor, ANNA)],
    [
      'somebody else has signed in',
      (visitor: Visitor) => signInLocally(visitor, 'eve@example.test'),
    ],
    ['somebody came by Microsoft', (visitor: Visitor) => visitor.signIn('Ada Admin')],
  ])('joins nobody once %s', async (_what, happen) => {
    await register('eve@example.test')
    const { visitor } = await register()
    const answer = await reachAnswer(visitor)
    await happen(visitor)
    const who = (await visitor.get('/api/me')).body
    expect((await visitor.open(answer)).headers.location).toBe(EXPIRED)
    const { local, entra } = await readDoors()
    const localIds = local.map(({ person_id }) => person_id)
    for (const { person_id } of entra) expect(localIds).not.toContain(person_id)
    expect((await visitor.get('/api/me')).body.replace(/"requestId":"[^"]+"/, '')).toBe(
      who.replace(/"requestId":"[^"]+"/, ''),
    )
  })

  it('joins nobody when the session ends while Graph is asked', async () => {
    const { visitor } = await register()
    const other = world.visit()
    await signInLocally(other, ANNA)
    const answer = await reachAnswer(visitor)
    world.emulator.addFault({ match: 'me', kind: 'delay', delayMs: 500 })
    const arriving = visitor.open(answer)
    await other.delete('/api/sessions?scope=others')
    expect((await arriving).headers.location).toBe(EXPIRED)
    expect(await getMe(other)).toMatchObject({ kind: 'local' })
    expect(await isSignedIn(visitor)).toBe(false)
  })

  it('joins nobody after more than ten minutes', async () => {
    const { visitor } = await register()
    const answer = await reachAnswer(visitor)
    world.passTime(11)
    const reply = await visitor.open(answer)
    world.passTime(-11)
    expect(reply.headers.location).toMatch(`${APP_ORIGIN}/sign-in?error=sign_in_expired`)
    expect((await readDoors()).entra).toEqual([])
  })

  it('is used once', async () => {
    const { visitor, me } = await register()
    const answer = await reachAnswer(visitor)
    const cookies = [...visitor.cookies]
    await visitor.open(answer)
    const before = await readDoors()
    for (const [name, value] of cookies) {
      if (!visitor.cookies.has(name)) visitor.cookies.set(name, value)
    }
    await visitor.open(answer)
    expect(await readDoors()).toEqual(before)
    expect((await getMe(visitor)).id).toBe(me.id)
  })

  it('moves nothing when another local account has the identity', async () => {
    const { visitor: holder, id } = await registerLinked()
    const { visitor, me } = await register('second@example.test')
    const before = await readDoors()
    expect(await link(visitor)).toBe(CONFLICT)
    expect(await readDoors()).toEqual(before)
    expect(await getMe(visitor)).toMatchObject({ id: me.id, kind: 'local' })
    expect(await getMe(holder)).toMatchObject({ id, kind: 'linked' })
  })

  it('moves nothing when the account was linked with another identity meanwhile', async () => {
    const { visitor } = await register()
    const answer = await reachAnswer(visitor, 'Ada Admin')
    // Joined by hand, so that the session which started the link is still there.
    const tom = await getMe(await world.signIn(TOM))
    const me = await getMe(visitor)
    await world.context.store.db
      .updateTable('entra_identities')
      .set({ person_id: me.id })
      .where('person_id', '=', tom.id)
      .execute()
    expect((await visitor.open(answer)).headers.location).toBe(CONFLICT)
    expect(await getMe(visitor)).toMatchObject({ id: me.id, displayName: 'Anna Local' })
    expect((await getMe(visitor)).entra.userPrincipalName).toBe('tom@contoso.test')
  })

  it('of one purpose is nothing at the door of another', async () => {
    const failed = `${APP_ORIGIN}/setup?consent=failed`
    const { visitor } = await register()
    const toLink = new URL(await reachAnswer(visitor), APP_ORIGIN).searchParams
    const link = { state: String(toLink.get('state')), admin_consent: 'True' }
    await visitor.signIn('Ada Admin')
    const atConsent = await visitor.open(
      `/auth/admin-consent/callback?${new URLSearchParams({ ...link, tenant: String(world.emulator.tenants[0]?.id) })}`,
    )
    expect(atConsent.headers.location).toBe(failed)
    const consent = new URL(String((await visitor.open('/auth/admin-consent')).headers.location))
    const state = String(consent.searchParams.get('state'))
    const atSignIn = await visitor.open(
      `/auth/callback?${new URLSearchParams({ state, code: String(toLink.get('code')) })}`,
    )
    expect(atSignIn.headers.location).toMatch(
      `${APP_ORIGIN}/sign-in?error=sign_in_not_started_here`,
    )
  })

  it('to a plain sign-in joins nobody, whoever is signed in', async () => {
    const { visitor, me } = await register()
    await visitor.signIn(TOM)
    expect(await getMe(visitor)).toMatchObject({ kind: 'entra', local: null })
    expect((await getMe(visitor)).id).not.toBe(me.id)
    expect((await readDoors()).entra).toHaveLength(1)
  })
})

describe('POST /auth/link', () => {
  it('joins the Microsoft account that is signed in with the local one whose password is given', async () => {
    const { visitor: local, me } = await register()
    const [tom, other] = [await world.signIn(TOM), await world.signIn(TOM)]
    const old = tom.sessionCookie()
    const reply = await linkByPassword(tom, 'ANNA@Example.test')
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({ id: me.id, kind: 'linked', roles: ['Teacher'] })
    expect(await getMe(tom)).toEqual(reply.json())
    expect((await tom.get('/api/users')).statusCode).toBe(200)
    expect(await opens(old)).toBe(false)
    expect(await Promise.all([local, other].map(isSignedIn))).toEqual([false, false])
    expect((await readDoors()).people).toEqual([{ id: me.id }])
  })

  it('moves nothing for a wrong password or an unknown address, and tells neither apart', async () => {
    await register()
    const tom = await world.signIn(TOM)
    const cookie = tom.sessionCookie()
    const before = await readDoors()
    const [wrong, unknown] = [
      await linkByPassword(tom, ANNA, OTHER_PASSWORD),
      await linkByPassword(tom, 'nobody@example.test'),
    ]
    expect(wrong.statusCode).toBe(403)
    expect({ ...wrong.json(), requestId: '' }).toEqual({ ...unknown.json(), requestId: '' })
    expect(await readDoors()).toEqual(before)
    expect(tom.sessionCookie()).toBe(cookie)
    expect(await getMe(tom)).toMatchObject({ kind: 'entra' })
  })

  it('counts its guesses with those at the sign-in', async () => {
    await register()
    const tom = await world.signIn(TOM)
    for (let times = 0; times < 10; times += 1) await linkByPassword(tom, ANNA, OTHER_PASSWORD)
    expect((await linkByPassword(tom)).statusCode).toBe(403)
    expect((await signInLocally(world.visit(), ANNA)).statusCode).toBe(401)
  })

  it('twice, or where either is linked already, answers 409 and moves nothing', async () => {
    await register()
    const tom = await world.signIn(TOM)
    await linkByPassword(tom)
    await register('second@example.test')
    const ada = await world.signIn('Ada Admin')
    const before = await readDoors()
    for (const reply of [
      await linkByPassword(tom),
      await linkByPassword(tom, 'second@example.test'),
      await linkByPassword(ada),
    ]) {
      expect(reply.statusCode).toBe(409)
      expect(reply.json()).toMatchObject({ code: 'conflict' })
      expect(reply.body).not.toMatch(/tom@contoso/i)
    }
    expect(await readDoors()).toEqual(before)
  })

  it('of two Microsoft accounts at once joins one', async () => {
    const { me } = await register()
    const both = [await world.signIn(TOM), await world.signIn('Ada Admin')]
    const replies = await Promise.all(both.map((visitor) => linkByPassword(visitor)))
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
    const { entra } = await readDoors()
    expect(entra.filter(({ person_id }) => person_id === me.id)).toHaveLength(1)
  })

  it('is not for a local account, and not for nobody', async () => {
    await register('second@example.test')
    const { visitor } = await register()
    expect((await linkByPassword(visitor, 'second@example.test')).statusCode).toBe(409)
    expect((await linkByPassword(world.visit())).statusCode).toBe(401)
    expect((await readDoors()).local).toHaveLength(2)
  })

  it('and unlinking cannot be done by a page of another site', async () => {
    await register()
    const tom = await world.signIn(TOM)
    const before = await readDoors()
    for (const headers of [
      { 'sec-fetch-site': 'same-origin' },
      { ...SAME_ORIGIN, 'sec-fetch-site': 'cross-site' },
    ]) {
      for (const [path, body] of [
        ['/auth/link', { email: ANNA, password: PASSWORD }],
        ['/auth/unlink', { door: 'local' }],
      ] as const) {
        const reply = await tom.post(path, body, headers)
        expect(reply.statusCode).toBe(403)
        expect(reply.json()).toMatchObject({ code: 'csrf' })
      }
    }
    expect(await readDoors()).toEqual(before)
  })
})

describe('an equal address', () => {
  it('links nobody: it is offered, and proved by the password', async () => {
    const { me } = await register('Tom@Contoso.test')
    const tom = await world.signIn(TOM)
    const before = await getMe(tom)
    expect(before).toMatchObject({
      kind: 'entra',
      local: null,
      linkOffer: { email: 'Tom@Contoso.test' },
    })
    expect(before.id).not.toBe(me.id)
    const linked = await linkByPassword(tom, 'tom@contoso.test')
    expect(linked.json()).toMatchObject({ id: me.id, kind: 'linked', linkOffer: null })
    expect((await getMe(await world.signIn(TOM))).linkOffer).toBeNull()
  })

  it('is offered nobody whose address it is not', async () => {
    await register('tom@contoso.test')
    expect((await getMe(await world.signIn('Ada Admin'))).linkOffer).toBeNull()
  })

  it('that an attacker registered first lets them into nothing of the victim’s', async () => {
    const { visitor: attacker, me } = await register('tom@contoso.test')
    const tom = await world.signIn(TOM)
    const victim = await getMe(tom)
    expect(victim.id).not.toBe(me.id)
    expect(await getMe(attacker)).toMatchObject({ id: me.id, kind: 'local', entra: null })
    await signInLocally(attacker, 'tom@contoso.test')
    expect(await getMe(attacker)).toMatchObject({ id: me.id, roles: [], entra: null })
    expect((await attacker.get('/api/users')).statusCode).toBe(403)
    // The victim knows no password of it and stays apart.
    expect((await linkByPassword(tom, 'tom@contoso.test', OTHER_PASSWORD)).statusCode).toBe(403)
    expect(await getMe(tom)).toMatchObject({ id: victim.id, kind: 'entra' })
  })

  it('that a Microsoft account takes on later joins nobody either', async () => {
    const { me } = await register()
    const before = await getMe(await world.signIn(TOM))
    world.emulator.updateUser('tom@contoso.test', { mail: ANNA })
    const after = await getMe(await world.signIn(TOM))
    expect(after).toMatchObject({
      id: before.id,
      kind: 'entra',
      email: ANNA,
      linkOffer: { email: ANNA },
    })
    expect(after.id).not.toBe(me.id)
  })

  it('the same object id in another tenant is another person', async () => {
    const { id } = await registerLinked()
    const { db } = world.context.store
    const foreign = String(world.emulator.tenants[1]?.id)
    const known = { tenant_id: foreign, display_name: null, updated_at: new Date().toISOString() }
    await db.insertInto('organizations').values(known).execute()
    await db
      .updateTable('entra_identities')
      .set({ tenant_id: foreign })
      .where('person_id', '=', id)
      .execute()
    const tom = await getMe(await world.signIn(TOM))
    expect(tom.id).not.toBe(id)
    expect(tom).toMatchObject({ kind: 'entra', local: null })
    await db.deleteFrom('people').execute()
    await db.deleteFrom('organizations').where('tenant_id', '=', foreign).execute()
  })
})

describe('POST /auth/unlink', () => {
  it('of Microsoft leaves the password, and no token of Microsoft’s', async () => {
    const { visitor, id } = await registerLinked()
    const other = await world.signIn(TOM)
    const old = visitor.sessionCookie()
    const reply = await unlink(visitor, 'entra')
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({
      id,
      kind: 'local',
      email: ANNA,
      entra: null,
      roles: [],
      photoUrl: null,
      session: { door: 'local' },
    })
    expect(await isSignedIn(other)).toBe(false)
    expect(await opens(old)).toBe(false)
    expect(
      await world.context.store.db.selectFrom('session_tokens').select('kind').execute(),
    ).toEqual([])
    const users = await visitor.get('/api/users')
    expect(users.json()).toMatchObject({ code: 'entra_account_required' })
    const byPassword = world.visit()
    await signInLocally(byPassword, ANNA)
    expect((await getMe(byPassword)).id).toBe(id)
    expect((await getMe(await world.signIn(TOM))).id).not.toBe(id)
  })

  it('of the password leaves Microsoft, whose session goes on', async () => {
    const { visitor, id } = await registerLinked()
    const other = world.visit()
    await signInLocally(other, ANNA, { rememberMe: true })
    const reply = await unlink(visitor, 'local')
    expect(reply.json()).toMatchObject({
      id,
      kind: 'entra',
      email: 'tom@contoso.test',
      local: null,
    })
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
    expect(await isSignedIn(other)).toBe(false)
    expect((await signInLocally(world.visit(), ANNA)).statusCode).toBe(401)
    expect((await getMe(await world.signIn(TOM))).id).toBe(id)
    // The address is free again, for an account of its own.
    expect((await register()).me.id).not.toBe(id)
  })

  it('of the password by who came with it leads to Microsoft’s sign-in, as the same person', async () => {
    const { id } = await registerLinked()
    const visitor = world.visit()
    await signInLocally(visitor, ANNA, { rememberMe: true })
    const reply = await unlink(visitor, 'local')
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({ id, kind: 'entra', local: null })
    const users = await visitor.get('/api/users')
    expect(users.json()).toMatchObject({ signInUrl: '/auth/login' })
    await visitor.signIn(TOM)
    expect((await getMe(visitor)).id).toBe(id)
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
  })

  it('never takes the last way in', async () => {
    const { visitor: local } = await register()
    const tom = await world.signIn(TOM)
    const before = await readDoors()
    for (const visitor of [local, tom]) {
      for (const door of ['local', 'entra'] as const) {
        const reply = await unlink(visitor, door)
        expect(reply.statusCode).toBe(409)
        expect(reply.json()).toMatchObject({ code: 'conflict' })
      }
      expect(await isSignedIn(visitor)).toBe(true)
    }
    expect(await readDoors()).toEqual(before)
  })

  it('of both at once leaves one', async () => {
    const { visitor, id } = await registerLinked()
    const other = await world.signIn(TOM)
    const replies = await Promise.all([unlink(visitor, 'local'), unlink(other, 'entra')])
    expect(replies.filter(({ statusCode }) => statusCode === 200).length).toBeLessThanOrEqual(1)
    const { people, local, entra } = await readDoors()
    expect(people).toEqual([{ id }])
    expect(local.length + entra.length).toBe(1)
  })

  it('wants a recent sign-in, and moves nothing without', async () => {
    const { visitor } = await registerLinked()
    const local = world.visit()
    await signInLocally(local, ANNA)
    const before = await readDoors()
    world.passTime(16)
    const refusals = [await unlink(visitor, 'local'), await unlink(local, 'entra')]
    world.passTime(-16)
    for (const reply of refusals) {
      expect(reply.statusCode).toBe(403)
      expect(reply.json()).toMatchObject({ code: 'step_up_required' })
    }
    expect(await readDoors()).toEqual(before)
  })

  it('takes a door’s name and nothing else', async () => {
    const { visitor } = await registerLinked()
    const before = await readDoors()
    for (const body of [
      {},
      { door: 'both' },
      { door: ['local'] },
      { door: 'local', personId: 'x' },
    ]) {
      expect((await visitor.post('/auth/unlink', body)).statusCode).toBe(400)
    }
    expect((await unlink(world.visit(), 'local')).statusCode).toBe(401)
    expect(await readDoors()).toEqual(before)
  })
})

describe('a person with both doors', () => {
  it('keeps the Microsoft session, its tokens and its people after changing the password', async () => {
    const { visitor, id } = await registerLinked()
    const other = world.visit()
    await signInLocally(other, ANNA)
    const old = visitor.sessionCookie()
    const reply = await visitor.post('/auth/local/password', {
      currentPassword: PASSWORD,
      newPassword: OTHER_PASSWORD,
    })
    expect(reply.json()).toMatchObject({ id, kind: 'linked', session: { door: 'entra' } })
    expect(visitor.sessionCookie()).not.toBe(old)
    expect(await opens(old)).toBe(false)
    expect(await isSignedIn(other)).toBe(false)
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
    expect((await visitor.get('/api/token-claims')).statusCode).toBe(200)
  })

  it('gets no fresh proof of Microsoft’s by giving a password', async () => {
    const { visitor } = await registerLinked()
    world.passTime(16)
    const changed = await visitor.post('/auth/local/password', {
      currentPassword: PASSWORD,
      newPassword: OTHER_PASSWORD,
    })
    const reply = await unlink(visitor, 'local')
    world.passTime(-16)
    expect(changed.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({ code: 'step_up_required' })
  })

  it('who came by the password is led to Microsoft for what needs it', async () => {
    const { id } = await registerLinked()
    const visitor = world.visit()
    await signInLocally(visitor, ANNA)
    expect(await getMe(visitor)).toMatchObject({ id, kind: 'linked', photoUrl: null })
    for (const path of ['/api/users', '/api/token-claims', '/api/setup', '/api/me/photo']) {
      const reply = await visitor.get(path)
      expect(reply.statusCode).toBe(403)
      expect(reply.json()).toMatchObject({
        code: 'entra_account_required',
        signInUrl: '/auth/login',
      })
    }
    await visitor.signIn(TOM)
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
  })
})

describe('a person with a password alone', () => {
  it.each(['/api/users', '/api/users/x', '/api/token-claims', '/api/setup', '/api/me/photo'])(
    'is told at %s that it takes a Microsoft account, and is led nowhere',
    async (path) => {
      const { visitor } = await register()
      const reply = await visitor.get(path)
      expect(reply.statusCode).toBe(403)
      expect(reply.json()).toMatchObject({ code: 'entra_account_required' })
      expect(reply.json()).not.toHaveProperty('signInUrl')
    },
  )

  it('proves a recent sign-in by the password, on a page of ours', async () => {
    const { visitor } = await register()
    const grave = () => visitor.delete('/api/sessions?scope=others')
    world.passTime(16)
    const refused = await grave()
    const wrong = await signInLocally(visitor, ANNA, { password: OTHER_PASSWORD })
    const still = await grave()
    await signInLocally(visitor, ANNA)
    const done = await grave()
    world.passTime(-16)
    expect(refused.statusCode).toBe(403)
    expect(refused.json()).toMatchObject({
      code: 'step_up_required',
      signInUrl: '/sign-in?view=again',
    })
    expect(wrong.statusCode).toBe(401)
    expect(still.json()).toMatchObject({ code: 'step_up_required' })
    expect(done.statusCode).toBe(204)
  })
})
