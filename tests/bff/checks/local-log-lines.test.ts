import type { Mail } from '@vestibule/emulator'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LoggingServer, startLoggingServer } from '../../helpers/logging-server.ts'
import { createBrowser } from '../../helpers/sign-in-driver.ts'
import { startWorld, type World } from '../../helpers/world.ts'

const ANNA = 'anna@example.test'
const SOON = { timeout: 5000 }
const MAILERS_SECRET = 'canary-of-the-mail-server'

let world: World
let server: LoggingServer
/** Its mail server is down. */
let mute: LoggingServer
beforeAll(async () => {
  world = await startWorld({ users: 0, mail: true, env: { REGISTRATION: 'verify' } })
  server = await startLoggingServer(world.env)
  const SMTP_URL = `smtp://mailer:${MAILERS_SECRET}@127.0.0.1:1`
  mute = await startLoggingServer({ ...world.env, REGISTRATION: 'open', SMTP_URL })
})
afterAll(async () => {
  await mute?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
  await world?.[Symbol.asyncDispose]()
})

/** A browser on a page of the server's. */
function visit({ origin }: LoggingServer) {
  const browser = createBrowser()
  const cookies: string[] = []
  return {
    cookies,
    async post(path: string, body: object | string): Promise<Response> {
      const reply = await browser.fetch(origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf': '1', origin },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      for (const line of reply.headers.getSetCookie()) {
        cookies.push(decodeURIComponent(/=([^;]*)/.exec(line)?.[1] ?? ''))
      }
      return reply
    },
  }
}

/** The secret in the mail of that subject, once it has come. */
async function readToken(subject: RegExp): Promise<string> {
  const find = (): Mail | undefined =>
    world.emulator.listMails().find((mail) => subject.test(mail.subject))
  await expect.poll(find, SOON).toBeDefined()
  return /#(\S+)/.exec(find()?.text ?? '')?.[1] ?? ''
}

it('no log line holds a password, a hash, a cookie or the secret of a mailed link', async () => {
  const passwords = [1, 2, 3, 4].map((at) => `canary ${at} is a long password`)
  const [first, wrong, second, short] = [...passwords.slice(0, 3), 'canary'] as [
    string,
    string,
    string,
    string,
  ]
  const visitor = visit(server)
  const statusOf = async (path: string, body: object | string) =>
    (await visitor.post(path, body)).status
  const applicant = { email: ANNA, password: first, displayName: 'Anna' }
  expect(await statusOf('/auth/local/register', { ...applicant, password: short })).toBe(400)
  expect(await statusOf('/auth/local/register', { ...applicant, role: wrong })).toBe(400)
  expect(await statusOf('/auth/local/register', applicant)).toBe(202)
  const toRegister = await readToken(/^Confirm/)
  expect(await statusOf('/auth/local/verify', { token: toRegister, password: wrong })).toBe(403)
  expect(await statusOf('/auth/local/verify', { token: toRegister, password: first })).toBe(201)
  expect(await statusOf('/auth/local/verify', { token: toRegister, password: first })).toBe(400)
  expect(await statusOf('/auth/local/login', { email: ANNA, password: wrong })).toBe(401)
  expect(await statusOf('/auth/local/login', `{"password":"${first}`)).toBe(400)
  expect(await statusOf('/auth/local/login', { email: ANNA, password: first })).toBe(200)
  const change = { currentPassword: wrong, newPassword: second }
  expect(await statusOf('/auth/local/password', change)).toBe(403)
  expect(await statusOf('/auth/link', { email: ANNA, password: wrong })).toBe(409)
  expect(await statusOf('/auth/local/forgot', { email: ANNA })).toBe(202)
  const toReset = await readToken(/^Choose/)
  expect(await statusOf('/auth/local/reset', { token: toReset, newPassword: short })).toBe(400)
  expect(await statusOf('/auth/local/reset', { token: toReset, newPassword: second })).toBe(204)
  const last = await visitor.post('/auth/local/reset', { token: toReset, newPassword: second })
  expect(last.status).toBe(400)

  await expect.poll(() => server.output(), SOON).toContain(String(last.headers.get('x-request-id')))
  const secrets = [...passwords.slice(0, 3), toRegister, toReset, ...visitor.cookies]
  const output = server.output()
  for (const secret of secrets.filter((one) => one !== '')) {
    expect(secret.length).toBeGreaterThan(20)
    expect(output).not.toContain(secret)
    // The half of a signed cookie that is the secret.
    expect(output).not.toContain(secret.split('.', 1)[0])
  }
  expect(output).not.toContain('argon2')
  expect(output).not.toContain('"canary"')
})

it('a mail that could not be handed in is told without its link, its reader and the mail server’s password', async () => {
  const visitor = visit(mute)
  const email = 'reader@example.test'
  const password = 'canary is a long password'
  const registered = await visitor.post('/auth/local/register', {
    email,
    password,
    displayName: 'Reader',
  })
  expect(registered.status).toBe(201)
  expect((await visitor.post('/auth/local/forgot', { email })).status).toBe(202)
  await expect.poll(() => mute.output(), SOON).toContain('reset_password')
  for (const secret of [MAILERS_SECRET, email, '/sign-in?view=reset']) {
    expect(mute.output()).not.toContain(secret)
  }
})
