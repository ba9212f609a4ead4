import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SAME_ORIGIN } from '../../helpers/visitor.ts'
import { startWorld, type World } from '../../helpers/world.ts'

/** Stands for 8 kB of it. */
const LONG = 'x'
const PATHS = ['/', '/api/me', '/api/nothing', '/auth/login', '/auth/callback', '/livez']

let world: World
let secure: World
/** Session cookies as `[name, value]`: two people of one world, and one on https. */
let ada: [string, string]
let tom: [string, string]
let hosted: [string, string]
beforeAll(async () => {
  world = await startWorld({ users: 0 })
  secure = await startWorld({
    users: 0,
    env: { APP_ORIGIN: 'https://localhost:3443', TRUST_PROXY: '127.0.0.1' },
  })
  ada = await readCookie(world, 'Ada Admin')
  tom = await readCookie(world, 'Tom Teacher')
  hosted = await readCookie(secure, 'Ada Admin')
})
afterAll(async () => {
  await secure[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

async function readCookie(where: World, person: string): Promise<[string, string]> {
  const visitor = await where.signIn(person)
  return visitor.sessionCookie().split('=') as [string, string]
}

/** Who the server takes a Cookie header for; null for nobody. */
async function whoIs(cookie: string, where = world): Promise<string | null> {
  const reply = await where.visit().get('/api/me', { cookie })
  if (reply.statusCode === 200) return reply.json().displayName
  expect([400, 401]).toContain(reply.statusCode)
  return null
}

/** How UTF-8 reaches a server: Node reads a header byte by byte. */
const toWire = (text: string) => Buffer.from(text).toString('latin1')

describe('two cookies of one name', () => {
  it('open nothing, whichever comes first and whoever’s they are', async () => {
    const [name, value] = ada
    const [, other] = tom
    for (const second of ['', 'junk', '%', `${value}x`, value.slice(0, -1), value, other]) {
      expect(await whoIs(`${name}=${second}; ${name}=${value}`)).toBeNull()
      expect(await whoIs(`${name}=${value}; ${name}=${second}`)).toBeNull()
    }
  })

  it('made of halves of two sessions open nothing', async () => {
    const [name, value] = ada
    const [secret, signature] = decodeURIComponent(value).split('.')
    const [otherSecret, otherSignature] = decodeURIComponent(tom[1]).split('.')
    for (const mixed of [`${secret}.${otherSignature}`, `${otherSecret}.${signature}`]) {
      expect(await whoIs(`${name}=${mixed}`)).toBeNull()
      expect(await whoIs(`${name}=${secret}; ${name}=.${signature}`)).toBeNull()
    }
  })
})

describe('a name that only looks like the session cookie’s opens nothing', () => {
  it.each([
    ['NBSP', '\u00a0'],
    ['U+2000', '\u2000'],
    ['U+3000', '\u3000'],
    ['U+FEFF', '\ufeff'],
    ['U+0085', '\u0085'],
    ['a vertical tab', '\v'],
    ['a form feed', '\f'],
    ['a null byte', '\0'],
    ['a comma', ','],
  ])('%s before or behind it, first or second, on http and on https', async (_what, odd) => {
    for (const [where, [name, value]] of [[world, ada] as const, [secure, hosted] as const]) {
      // The control: without what is odd about it, it opens.
      expect(await whoIs(`a=1; ${name}=${value}`, where)).toBe('Ada Admin')
      for (const spelled of [odd, toWire(odd)]) {
        for (const cookie of [
          `${spelled}${name}=${value}`,
          `a=1; ${spelled}${name}=${value}`,
          `a=1;${spelled}${name}=${value}`,
          `${name}${spelled}=${value}`,
        ]) {
          expect(await whoIs(cookie, where)).toBeNull()
        }
      }
    }
  })

  it('another case, a prefix, and the name of the other scheme', async () => {
    const [name, value] = hosted
    for (const other of [
      name.toLowerCase(),
      name.replace('__Host-', ''),
      name.replace('__Host-', '__Secure-'),
      encodeURIComponent(name.replace('-', '%2D')),
      'vestibule-3443',
    ]) {
      expect(await whoIs(`${other}=${value}`, secure)).toBeNull()
    }
  })
})

describe('an odd Cookie header causes no failure and opens nothing', () => {
  const name = 'vestibule-3000'
  it.each([
    ['an empty value', `${name}=`],
    ['no value', name],
    ['8 kB', `${name}=${'x'.repeat(8192)}`],
    ['8 kB with a signature', `${name}=${'x'.repeat(8192)}.${'y'.repeat(43)}`],
    ['$Version=1', '$Version=1'],
    ['$Version=1 and a value in quotes', `$Version=1; ${name}="a.b"; $Path="/"`],
    ['quotes that are not closed', `$Version=1; ${name}="a.b; other=1`],
    ['half an escape', `${name}=%E0%A4%A`],
    ['a lone percent sign', `${name}=%`],
    ['bytes that are no UTF-8', `${name}=%ff%fe.%80`],
    ['nothing but separators', ';;; ; =; ==;'],
    ['names of Object’s own members', '__proto__=1; constructor=2; toString=3; hasOwnProperty=4'],
    ['a thousand cookies', Array.from({ length: 1000 }, (_, at) => `c${at}=${at}`).join('; ')],
    ['a dot alone', `${name}=.`],
    ['control characters', `${name}=\u0001\u001b[31m.\u007f`],
  ])('%s', async (_what, cookie) => {
    expect(await whoIs(cookie)).toBeNull()
    const callback = await world.visit().open('/auth/callback?code=a&state=b', { cookie })
    expect(callback.statusCode).toBe(302)
    const signedOut = await world
      .visit()
      .post('/auth/logout', undefined, { ...SAME_ORIGIN, cookie })
    expect(signedOut.statusCode).toBe(200)
  })

  it('$Version=1 and quotes around other cookies make nobody of somebody else', async () => {
    const [own, value] = ada
    for (const cookie of [
      `$Version=1; ${own}=${value}; $Path=/`,
      `$Version=1; a="1; ${own}=${value}; b="`,
    ]) {
      expect([null, 'Ada Admin']).toContain(await whoIs(cookie))
    }
  })
})

describe('a malformed header never causes a failure of ours', () => {
  it.each([
    ['authorization', 'Bearer %'],
    ['authorization', 'Bearer'],
    ['authorization', 'Basic %%%'],
    ['authorization', LONG],
    ['host', '['],
    ['host', '%'],
    ['host', 'a b'],
    ['origin', '%'],
    ['origin', 'https://[::1'],
    ['referer', '%'],
    ['sec-fetch-site', 'same-origin, cross-site'],
    ['accept', ';;;,'],
    ['accept-language', '%;q=x,;;'],
    ['accept-encoding', '%;q='],
    ['content-type', ';;;'],
    ['content-length', 'many'],
    ['if-none-match', '"'],
    ['if-modified-since', 'never'],
    ['range', 'bytes=-'],
    ['x-background', '%00'],
    ['x-csrf', '%'],
    ['x-forwarded-for', "' or 1=1 --"],
    ['x-forwarded-proto', 'javascript:'],
    ['x-forwarded-host', '['],
    ['user-agent', '\u001b[31m\r\n'],
  ])('%s: %j', async (name, value) => {
    const headers = { [name]: value.repeat(value === LONG ? 8192 : 1), cookie: ada.join('=') }
    for (const path of PATHS) {
      const reply = await world.visit().get(path, headers)
      expect(reply.statusCode, path).toBeLessThan(500)
      expect(reply.body).not.toContain('Tom Teacher')
    }
    const refused = { ...SAME_ORIGIN, [name]: value }
    const signedOut = await world.visit().post('/auth/logout', undefined, refused)
    expect(signedOut.statusCode).toBeLessThan(500)
  })

  it.each(['Bearer %', 'Bearer x', 'Basic eDp5', 'Negotiate %'])(
    'nor does it open anything: Authorization: %s',
    async (authorization) => {
      const reply = await world.visit().get('/api/me', { authorization })
      expect(reply.statusCode).toBe(401)
    },
  )
})
