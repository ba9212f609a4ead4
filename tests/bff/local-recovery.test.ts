import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  cameFrom,
  dumpDatabase,
  lock,
  OTHER_PASSWORD,
  PASSWORD,
  readLink,
  readMails,
  readToken,
  register,
  signInLocally,
  toApplicant,
} from '../helpers/local-accounts.ts'
import { SAME_ORIGIN, type Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

const WEB_ORIGIN = 'http://localhost:5173'

/** Whoever registers is in at once. */
let world: World
/** Whoever registers has to read the mail first. */
let strict: World
beforeAll(async () => {
  const env = { WEB_ORIGIN, TRUST_PROXY: 'loopback' }
  world = await startWorld({ users: 0, mail: true, env })
  strict = await startWorld({ users: 0, mail: true, env: { ...env, REGISTRATION: 'verify' } })
})
afterAll(async () => {
  await strict?.[Symbol.asyncDispose]()
  await world?.[Symbol.asyncDispose]()
})
// The limits of one network are those of all tests here.
beforeEach(() => forgetAttempts(world))
beforeEach(() => forgetAttempts(strict))

const forgetAttempts = async ({ context }: World) => {
  await context.store.db.deleteFrom('attempts').execute()
}

const forget = (email: string, where = world, headers?: Record<string, string>) =>
  where.visit().post('/auth/local/forgot', { email }, headers)
const reset = (token: string, newPassword = OTHER_PASSWORD, visitor = world.visit()) =>
  visitor.post('/auth/local/reset', { token, newPassword })
const verify = (token: string, password = PASSWORD, visitor = strict.visit()) =>
  visitor.post('/auth/local/verify', { token, password })
const applyAt = (email: string, more: object = {}, visitor = strict.visit()) =>
  visitor.post('/auth/local/register', toApplicant(email, more))
const isSignedIn = async (visitor: Visitor) => (await visitor.get('/api/me')).statusCode === 200

/** What tells one reply from another, if anything does. */
const toLooks = (reply: Awaited<ReturnType<typeof forget>>) => ({
  status: reply.statusCode,
  body: reply.body.replace(/"requestId":"[^"]+"/, ''),
  headers: Object.entries(reply.headers)
    // How many requests are left to the network is of the network, not of the address.
    .filter(([name]) => !/^(date|x-request-id|ratelimit-\w+)$/.test(name))
    .sort(),
})

/** A registered person, and the secret of the link they were sent. */
async function registerAndForget(email: string) {
  const registered = await register(world, email)
  await forget(email)
  return { ...registered, token: await readToken(world, email) }
}

describe('a forgotten password', () => {
  it('is answered alike for an address with an account and one without, which gets no mail', async () => {
    await register(world, 'known@example.test')
    const [known, unknown] = [
      await forget('known@example.test'),
      await forget('unknown@example.test'),
    ]
    expect(known.statusCode).toBe(202)
    expect(toLooks(unknown)).toEqual(toLooks(known))
    expect(await readMails(world, 'known@example.test')).toHaveLength(1)
    expect(await readMails(world, 'unknown@example.test')).toEqual([])
  })

  it('is told to the address as it was registered, and by the mail alone', async () => {
    await register(world, 'Typed@example.test')
    const reply = await forget('TYPED@EXAMPLE.test')
    expect(reply.body).toBe('')
    const [mail] = await readMails(world, 'Typed@example.test')
    expect(mail).toMatchObject({ to: ['Typed@example.test'], html: null })
    expect(mail?.text).not.toContain('Anna Local')
  })

  it('is told in the language of the browser', async () => {
    await register(world, 'langue@example.test')
    await forget('langue@example.test', world, { ...SAME_ORIGIN, 'accept-language': 'fr' })
    const [mail] = await readMails(world, 'langue@example.test')
    expect(mail?.subject).toBe('Choisissez un nouveau mot de passe pour Vestibule')
  })

  it('links to WEB_ORIGIN, whatever the Host header says', async () => {
    await register(world, 'host@example.test')
    for (const headers of [
      { host: 'evil.example' },
      { host: 'localhost:3000@evil.example' },
      { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    ]) {
      await forget('host@example.test', world, { ...SAME_ORIGIN, ...headers })
    }
    const mails = await readMails(world, 'host@example.test')
    expect(mails).toHaveLength(3)
    for (const { text } of mails) {
      expect(text).toMatch(new RegExp(`^${WEB_ORIGIN}/sign-in\\?view=reset#[\\w-]{43}$`, 'm'))
      expect(text).not.toContain('evil')
    }
  })

  it('has its secret behind the #, where no server gets to see it, and of 256 bits', async () => {
    const { token } = await registerAndForget('secret@example.test')
    const link = await readLink(world, 'secret@example.test')
    expect(link.search).toBe('?view=reset')
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  it('sends an address three mails an hour, and answers as if there were more', async () => {
    await register(world, 'flood@example.test')
    const replies = []
    for (let times = 0; times < 5; times += 1) replies.push(await forget('flood@example.test'))
    expect(new Set(replies.map((reply) => JSON.stringify(toLooks(reply)))).size).toBe(1)
    expect(await readMails(world, 'flood@example.test')).toHaveLength(3)
    world.passTime(61)
    await forget('FLOOD@example.test')
    world.passTime(-61)
    expect(await readMails(world, 'flood@example.test')).toHaveLength(4)
  })

  it('sends a network 30 mails an hour, then it is answered 429', async () => {
    const ask = (at: number) => forget(`n${at}@example.test`, world, cameFrom('203.0.113.7'))
    for (let at = 0; at < 30; at += 1) expect((await ask(at)).statusCode).toBe(202)
    const reply = await ask(30)
    expect(reply.json()).toMatchObject({ code: 'rate_limited' })
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(3000)
    expect((await forget('n@example.test', world, cameFrom('203.0.113.8'))).statusCode).toBe(202)
  })

  it('where no mail can be sent is answered 501', async () => {
    await using mute = await startWorld({ users: 0 })
    const reply = await forget('anna@example.test', mute)
    expect(reply.statusCode).toBe(501)
    expect(reply.json()).toMatchObject({ code: 'not_configured' })
  })
})

describe('the link to reset a password', () => {
  it('sets another one, signs nobody in, and ends the person’s sessions', async () => {
    const email = 'lost@example.test'
    const { visitor, me, token } = await registerAndForget(email)
    const other = world.visit()
    await signInLocally(other, email, { rememberMe: true })
    const opener = world.visit()
    const reply = await reset(token, OTHER_PASSWORD, opener)
    expect(reply.statusCode).toBe(204)
    expect(reply.cookies).toEqual([])
    expect(await Promise.all([opener, visitor, other].map(isSignedIn))).toEqual([
      false,
      false,
      false,
    ])
    expect((await signInLocally(world.visit(), email)).statusCode).toBe(401)
    const again = await signInLocally(world.visit(), email, { password: OTHER_PASSWORD })
    expect(again.json().id).toBe(me.id)
  })

  it('tells the address that the password was changed', async () => {
    const email = 'notice@example.test'
    const { token } = await registerAndForget(email)
    await reset(token)
    const [newest] = await readMails(world, email)
    expect(newest?.subject).toBe('Your password for Vestibule was changed')
    expect(newest?.text).not.toContain('#')
  })

  it('is good for one use, of twenty at once too', async () => {
    const email = 'once@example.test'
    const { token } = await registerAndForget(email)
    const passwords = Array.from({ length: 20 }, (_, at) => `the new password ${at}`)
    const replies = await Promise.all(passwords.map((password) => reset(token, password)))
    const statuses = replies.map(({ statusCode }) => statusCode)
    expect(statuses.toSorted()).toEqual([204, ...Array(19).fill(400)])
    const winner = statuses.indexOf(204)
    for (const at of [winner, (winner + 1) % 20]) {
      const reply = await signInLocally(world.visit(), email, { password: passwords[at] as string })
      expect(reply.statusCode).toBe(at === winner ? 200 : 401)
    }
    expect(
      (await readMails(world, email)).filter(({ text }) => text.includes('was changed')),
    ).toHaveLength(1)
  })

  it('used, expired, of another purpose or made up is refused in the same words', async () => {
    const { token: used } = await registerAndForget('used@example.test')
    await reset(used)
    const { token: old } = await registerAndForget('old@example.test')
    const refusals = [await reset(used), await reset('made-up'), await reset(old.slice(0, -1))]
    world.passTime(31)
    refusals.push(await reset(old))
    world.passTime(-31)
    const { token: forReset } = await registerAndForget('purpose@example.test')
    refusals.push(await verify(forReset, PASSWORD, world.visit()))
    await applyAt('purpose@example.test')
    const toRegister = await readToken(strict, 'purpose@example.test')
    refusals.push(await reset(toRegister, OTHER_PASSWORD, strict.visit()))
    expect(refusals[0]?.json()).toMatchObject({ code: 'invalid_request', status: 400 })
    expect(new Set(refusals.map((reply) => JSON.stringify(toLooks(reply)))).size).toBe(1)
    // Neither was used up by the attempt at the wrong door.
    expect((await reset(forReset)).statusCode).toBe(204)
    expect((await verify(toRegister)).statusCode).toBe(201)
  })

  it('is good until its last minute', async () => {
    const { token } = await registerAndForget('minute@example.test')
    world.passTime(29)
    const reply = await reset(token)
    world.passTime(-29)
    expect(reply.statusCode).toBe(204)
  })

  it('is not used up by a password that is refused', async () => {
    const { token } = await registerAndForget('rules@example.test')
    for (const refused of ['x'.repeat(14), '1qaz2wsx3edc4rfv']) {
      const reply = await reset(token, refused)
      expect(reply.statusCode).toBe(400)
      expect(reply.json().errors).toHaveLength(1)
    }
    expect((await reset(token)).statusCode).toBe(204)
  })

  it('is void once another one was used', async () => {
    const email = 'several@example.test'
    const { token: first } = await registerAndForget(email)
    await forget(email)
    await reset(await readToken(world, email))
    expect((await reset(first, 'yet another password')).statusCode).toBe(400)
  })

  it('is void once the password was changed', async () => {
    const { visitor, token } = await registerAndForget('void@example.test')
    const change = { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD }
    expect((await visitor.post('/auth/local/password', change)).statusCode).toBe(200)
    const [notice] = await readMails(world, 'void@example.test')
    expect(notice?.subject).toBe('Your password for Vestibule was changed')
    expect((await reset(token, 'yet another password')).statusCode).toBe(400)
  })

  it('opens an account that guesses have locked', async () => {
    const email = 'locked@example.test'
    const { token } = await registerAndForget(email)
    await lock(world, email)
    expect((await signInLocally(world.visit(), email)).statusCode).toBe(401)
    await reset(token)
    const reply = await signInLocally(world.visit(), email, { password: OTHER_PASSWORD })
    expect(reply.statusCode).toBe(200)
  })

  it('takes an account back from whoever registered the address first, with what they linked', async () => {
    const email = 'victim@example.test'
    const { visitor: attacker, me } = await register(world, email)
    const link = '/auth/link?returnTo=/'
    const answer = await attacker.reachCallback('Tom Teacher', link, {
      'sec-fetch-site': 'same-origin',
    })
    await attacker.open(answer)
    expect((await attacker.get('/api/me')).json()).toMatchObject({ id: me.id, kind: 'linked' })
    await forget(email)
    expect((await reset(await readToken(world, email))).statusCode).toBe(204)
    expect(await isSignedIn(attacker)).toBe(false)
    expect((await signInLocally(attacker, email)).statusCode).toBe(401)
    const tom = await world.signIn('Tom Teacher')
    expect((await tom.get('/api/me')).json().id).not.toBe(me.id)
    const victim = world.visit()
    await signInLocally(victim, email, { password: OTHER_PASSWORD })
    expect((await victim.get('/api/me')).json()).toMatchObject({
      id: me.id,
      kind: 'local',
      email,
    })
  })

  it('and its password stand nowhere in the database, in any spelling', async () => {
    const email = 'dump@example.test'
    const { token } = await registerAndForget(email)
    await applyAt(email)
    const toRegister = await readToken(strict, email)
    const before = [await dumpDatabase(world), await dumpDatabase(strict)]
    await reset(token)
    await verify(toRegister)
    for (const text of [...before, await dumpDatabase(world), await dumpDatabase(strict)]) {
      // The search can find something.
      expect(text).toContain(email)
      for (const word of [token, toRegister, PASSWORD, OTHER_PASSWORD]) {
        for (const encoding of ['utf8', 'hex', 'base64', 'base64url'] as const) {
          expect(text).not.toContain(Buffer.from(word).toString(encoding).slice(0, 20))
        }
        const bytes = Buffer.from(word, 'base64url')
        expect(text).not.toContain(bytes.toString('hex'))
      }
    }
  })
})

describe('registering where addresses are verified', () => {
  it('is answered alike for a known and an unknown address, and each gets a mail', async () => {
    await applyAt('member@example.test')
    await verify(await readToken(strict, 'member@example.test'))
    const [known, unknown] = [
      await applyAt('member@example.test'),
      await applyAt('newcomer@example.test'),
    ]
    expect(known.statusCode).toBe(202)
    expect(known.cookies).toEqual([])
    expect(toLooks(unknown)).toEqual(toLooks(known))
    const subjects = await Promise.all(
      ['member', 'newcomer'].map(
        async (name) => (await readMails(strict, `${name}@example.test`))[0]?.subject,
      ),
    )
    expect(subjects).toEqual([
      'You already have an account at Vestibule',
      'Confirm your address for Vestibule',
    ])
  })

  it('makes nothing before the link is opened with the password, the click alone opens nothing', async () => {
    const email = 'click@example.test'
    const applicant = strict.visit()
    await applyAt(email, {}, applicant)
    expect(await isSignedIn(applicant)).toBe(false)
    expect((await signInLocally(strict.visit(), email)).statusCode).toBe(401)
    const link = await readLink(strict, email)
    expect(link.origin + link.pathname + link.search).toBe(`${WEB_ORIGIN}/sign-in?view=verify`)
    const token = link.hash.slice(1)
    const clicked = strict.visit()
    const without = await clicked.post('/auth/local/verify', { token })
    expect(without.statusCode).toBe(400)
    const wrong = await verify(token, OTHER_PASSWORD, clicked)
    expect(wrong.statusCode).toBe(403)
    expect(wrong.cookies).toEqual([])
    expect((await signInLocally(strict.visit(), email)).statusCode).toBe(401)
    const right = await verify(token, PASSWORD, clicked)
    expect(right.statusCode).toBe(201)
    expect(right.json()).toMatchObject({ kind: 'local', local: { email } })
    expect((await clicked.get('/api/me')).json()).toEqual(right.json())
  })

  it('makes the browser known that confirms it: guesses of strangers do not lock it out', async () => {
    const email = 'confirmed@example.test'
    await applyAt(email)
    const visitor = strict.visit()
    await verify(await readToken(strict, email), PASSWORD, visitor)
    await lock(strict, email)
    expect((await signInLocally(strict.visit(), email)).statusCode).toBe(401)
    expect((await signInLocally(visitor, email)).statusCode).toBe(200)
  })

  it('of somebody else’s address lets nobody in, whichever link the owner opens', async () => {
    const email = 'owner@example.test'
    const attackers = 'password of the attacker'
    await applyAt(email, { password: attackers, displayName: 'Eve' })
    const attackersLink = await readToken(strict, email)
    await applyAt(email)
    const ownersLink = await readToken(strict, email)
    // The owner opens the attacker's link and enters the password of their own.
    expect((await verify(attackersLink)).statusCode).toBe(403)
    expect((await verify(ownersLink)).json()).toMatchObject({ displayName: 'Anna Local' })
    expect((await verify(attackersLink, attackers)).statusCode).toBe(400)
    const attack = await signInLocally(strict.visit(), email, { password: attackers })
    expect(attack.statusCode).toBe(401)
  })

  it('has a link that is good once, for a day', async () => {
    const email = 'day@example.test'
    await applyAt(email)
    const token = await readToken(strict, email)
    strict.passTime(24 * 60 + 1)
    const late = await verify(token)
    strict.passTime(-24 * 60 - 1)
    expect(late.statusCode).toBe(400)
    const replies = await Promise.all([1, 2, 3, 4, 5].map(() => verify(token)))
    const statuses = replies.map(({ statusCode }) => statusCode).sort()
    expect(statuses).toEqual([201, 400, 400, 400, 400])
  })

  it('says nothing of an address that has got too many mails', async () => {
    const replies = []
    for (let times = 0; times < 5; times += 1) replies.push(await applyAt('many@example.test'))
    expect(new Set(replies.map((reply) => JSON.stringify(toLooks(reply)))).size).toBe(1)
    expect(await readMails(strict, 'many@example.test')).toHaveLength(3)
  })

  it('still refuses what is no address and what is no password', async () => {
    const [address, password] = [
      await applyAt('anna＠evil.test@example.test'),
      await applyAt('fields@example.test', { password: 'short' }),
    ]
    expect(address.json()).toMatchObject({ status: 400, errors: [{ path: '/email' }] })
    expect(password.json()).toMatchObject({ status: 400, errors: [{ path: '/password' }] })
    expect(await readMails(strict, 'fields@example.test')).toEqual([])
  })
})
