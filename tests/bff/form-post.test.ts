import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { register } from '../helpers/local-accounts.ts'
import { startLoggingServer } from '../helpers/logging-server.ts'
import { type Browser, createBrowser, getField, submitForm } from '../helpers/sign-in-driver.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

const CLICK = { 'sec-fetch-site': 'same-origin' }
const FORM = 'application/x-www-form-urlencoded'
const GRAVE = '/api/sessions?scope=others'

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 0, env: { ENTRA_RESPONSE_MODE: 'form_post' } })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => world.emulator.reset())

/** What the authority's page would post for somebody who signs in there. */
async function reachForm(
  visitor: Visitor,
  person = 'Ada Admin',
  loginPath = '/auth/login',
): Promise<Record<string, string>> {
  const started = await visitor.open(loginPath, CLICK)
  return readForm(createBrowser(), String(started.headers.location), person)
}

async function readForm(tenant: Browser, url: string, person: string) {
  const opened = await tenant.fetch(url)
  const button = `Sign in as ${person}`
  const answered = await submitForm(tenant, { url, html: await opened.text() }, { button })
  const page = await answered.text()
  return Object.fromEntries(
    ['code', 'state', 'session_state'].map((name) => [name, getField(page, name)]),
  )
}

/** The form as a browser sends it from another site: only cookies that say None come along. */
async function post(
  visitor: Visitor,
  fields: Record<string, string> | string,
  contentType = FORM,
): Promise<LightMyRequestResponse> {
  const sent = [...visitor.cookies].filter(([name]) => name.includes('vt-'))
  const reply = await world.app.inject({
    method: 'POST',
    url: '/auth/callback',
    headers: {
      host: 'localhost:3000',
      accept: 'text/html',
      origin: world.emulator.url,
      'sec-fetch-site': 'cross-site',
      'content-type': contentType,
      ...(sent.length > 0 && { cookie: sent.map((pair) => pair.join('=')).join('; ') }),
    },
    payload: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  })
  for (const { name, value } of reply.cookies) visitor.cookies.set(name, value)
  return reply
}

const toPath = (location: unknown) => String(location).replace(APP_ORIGIN, '')
const errorOf = (location: unknown) => new URL(String(location)).searchParams.get('error')
const isSignedIn = async (visitor: Visitor) => (await visitor.get('/api/me')).statusCode === 200

const readKept = (value = '') =>
  Object.fromEntries(new URLSearchParams(Buffer.from(value, 'base64url').toString()))

/** Posts the form and goes where that leads. */
async function finish(visitor: Visitor, fields: Record<string, string>) {
  return visitor.open(toPath((await post(visitor, fields)).headers.location))
}

it('a sign-in asks for a posted answer, and its cookie is None and Secure, since the form comes from another site', async () => {
  const started = await world.visit().open('/auth/login')
  const { searchParams } = new URL(String(started.headers.location))
  expect(searchParams.get('response_mode')).toBe('form_post')
  const [cookie] = started.cookies
  expect(cookie).toMatchObject({ path: '/', httpOnly: true, secure: true, sameSite: 'None' })
  expect(cookie).toMatchObject({ name: expect.stringMatching(/^vt-/), maxAge: 600 })
})

describe('a posted answer', () => {
  it('is kept for a minute in a Lax cookie of its own, and fetched by the browser itself', async () => {
    const visitor = world.visit()
    const fields = await reachForm(visitor, 'Ada Admin', '/auth/login?returnTo=/users')
    const posted = await post(visitor, { ...fields, other: 'dropped' })
    expect(posted.statusCode).toBe(303)
    expect(posted.headers.location).toBe(`${APP_ORIGIN}/auth/callback?state=${fields.state}`)
    expect(posted.cookies).toHaveLength(1)
    const [kept] = posted.cookies
    expect(kept).toMatchObject({ path: '/', httpOnly: true, sameSite: 'Lax', maxAge: 60 })
    expect(readKept(kept?.value)).toEqual(fields)
    const home = await visitor.open(toPath(posted.headers.location))
    expect(home.headers.location).toBe(`${APP_ORIGIN}/users`)
    expect(await isSignedIn(visitor)).toBe(true)
    // The browser's own beside the session's: both of the sign-in's are gone.
    expect([...visitor.cookies.keys()].toSorted()).toEqual(['vd-3000', 'vestibule-3000'])
  })

  it('on https is kept under __Host- names, Secure', async () => {
    await using secure = await startWorld({
      users: 0,
      env: {
        ENTRA_RESPONSE_MODE: 'form_post',
        APP_ORIGIN: 'https://localhost:3443',
        TRUST_PROXY: '127.0.0.1',
      },
    })
    const visitor = secure.visit()
    const fields = await reachForm(visitor)
    const [started = ['', '']] = [...visitor.cookies]
    const posted = await secure.app.inject({
      method: 'POST',
      url: '/auth/callback',
      headers: { host: 'localhost:3443', cookie: started.join('='), 'content-type': FORM },
      payload: new URLSearchParams(fields).toString(),
    })
    expect(started[0]).toMatch(/^__Host-vt-/)
    expect(posted.cookies).toEqual([
      expect.objectContaining({ name: expect.stringMatching(/^__Host-va-/), secure: true }),
    ])
  })

  it('stands with its code in no address, and in no line of a log that says all it can', async () => {
    await using server = await startLoggingServer(world.env)
    const [visitor, tenant] = [createBrowser(), createBrowser()]
    const started = await visitor.fetch(`${server.origin}/auth/login`)
    const fields = await readForm(tenant, String(started.headers.get('location')), 'Ada Admin')
    const posted = await visitor.fetch(`${server.origin}/auth/callback`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    })
    const finished = await visitor.fetch(
      `${server.origin}/auth/callback?state=${String(fields.state)}`,
    )
    expect(posted.status).toBe(303)
    expect(finished.headers.get('location')).toBe(`${server.origin}/`)
    const said = server.output() + posted.headers.get('location') + finished.headers.get('location')
    expect(said).toContain('/auth/callback')
    expect(said).not.toContain(fields.code)
  })

  it('links a Microsoft account, for which the session is needed', async () => {
    const { visitor } = await register(world, 'anna@example.test')
    const fields = await reachForm(visitor, 'Tom Teacher', '/auth/link?returnTo=/users')
    expect((await finish(visitor, fields)).headers.location).toBe(`${APP_ORIGIN}/users`)
    expect((await visitor.get('/api/me')).json()).toMatchObject({ kind: 'linked' })
  })

  it('steps up', async () => {
    const visitor = world.visit()
    await finish(visitor, await reachForm(visitor))
    const authenticated_at = new Date(Date.now() - 16 * 60_000).toISOString()
    await world.context.store.db.updateTable('sessions').set({ authenticated_at }).execute()
    const { signInUrl } = (await visitor.delete(GRAVE)).json()
    await finish(visitor, await reachForm(visitor, 'Ada Admin', signInUrl))
    expect((await visitor.delete(GRAVE)).statusCode).toBe(204)
  })

  it('that comes a second time brings who is signed in home, and tells others that it was used', async () => {
    const visitor = world.visit()
    const fields = await reachForm(visitor, 'Ada Admin', '/auth/login?returnTo=/users')
    await finish(visitor, fields)
    expect((await finish(visitor, fields)).headers.location).toBe(`${APP_ORIGIN}/users`)
    expect(errorOf((await finish(world.visit(), fields)).headers.location)).toBe('sign_in_used')
  })

  it('of another browser signs nobody in, keeps nothing and is not used up', async () => {
    const [visitor, other] = [world.visit(), world.visit()]
    const fields = await reachForm(visitor)
    await reachForm(other, 'Max Member')
    const posted = await post(other, fields)
    expect(posted.cookies).toEqual([])
    const refused = await other.open(toPath(posted.headers.location))
    expect(errorOf(refused.headers.location)).toBe('sign_in_not_started_here')
    expect(await isSignedIn(other)).toBe(false)
    await finish(visitor, fields)
    expect(await isSignedIn(visitor)).toBe(true)
  })

  it('that nobody posted is not taken from the address', async () => {
    const visitor = world.visit()
    const fields = await reachForm(visitor)
    const reply = await visitor.open(`/auth/callback?${new URLSearchParams(fields)}`)
    expect(errorOf(reply.headers.location)).toBe('sign_in_not_started_here')
    expect(await isSignedIn(visitor)).toBe(false)
  })

  it('that is an error is told as in an address', async () => {
    for (const [error, failure] of [
      ['access_denied', 'access_denied'],
      ['server_error', 'upstream_unavailable'],
      ['invalid_request', 'sign_in_failed'],
    ]) {
      const visitor = world.visit()
      const { state = '' } = await reachForm(visitor)
      const said = { error: String(error), error_description: 'Ask mallory.', state }
      const { location } = (await finish(visitor, said)).headers
      expect(errorOf(location)).toBe(failure)
      expect(String(location)).not.toContain('mallory')
    }
  })

  it('without a state, or with two, is nobody’s', async () => {
    for (const body of ['code=x', 'code=x&state=a&state=b', '']) {
      const reply = await post(world.visit(), body)
      expect(reply.statusCode).toBe(303)
      expect(errorOf(reply.headers.location)).toBe('sign_in_not_started_here')
    }
  })

  it('that names its code twice is refused', async () => {
    const visitor = world.visit()
    const fields = await reachForm(visitor)
    const posted = await post(visitor, `${new URLSearchParams(fields)}&code=other`)
    const reply = await visitor.open(toPath(posted.headers.location))
    expect(errorOf(reply.headers.location)).toBe('sign_in_failed')
  })

  it('that is too long for a cookie fails at once, and one above 16 kB is not read', async () => {
    const visitor = world.visit()
    const fields = await reachForm(visitor)
    const long = await post(visitor, { ...fields, code: 'x'.repeat(3000) })
    expect(errorOf(long.headers.location)).toBe('sign_in_failed')
    expect(long.cookies).toEqual([])
    const huge = await post(visitor, { ...fields, code: 'x'.repeat(17_000) })
    expect(huge.statusCode).toBe(413)
    expect((await finish(visitor, fields)).headers.location).toBe(`${APP_ORIGIN}/`)
  })

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x'])(
    'as %s is not read',
    async (contentType) => {
      const visitor = world.visit()
      const reply = await post(visitor, JSON.stringify(await reachForm(visitor)), contentType)
      expect(reply.statusCode).toBe(400)
      expect(reply.cookies).toEqual([])
    },
  )
})

it('nothing else is open to a form of another site', async () => {
  const reply = await world.app.inject({
    method: 'POST',
    url: '/auth/logout',
    headers: { host: 'localhost:3000', 'sec-fetch-site': 'cross-site', 'content-type': FORM },
    payload: 'state=x',
  })
  expect(reply.statusCode).toBe(403)
})

it('an administrator’s consent is answered in the address all the same, and its cookie is Lax', async () => {
  const visitor = world.visit()
  await finish(visitor, await reachForm(visitor))
  const started = await visitor.open('/auth/admin-consent')
  expect(started.headers.location).not.toContain('response_mode')
  expect(started.cookies).toEqual([expect.objectContaining({ sameSite: 'Lax' })])
})

it('where answers come in the address there is nothing to post to', async () => {
  await using other = await startWorld({ users: 0 })
  const started = await other.visit().open('/auth/login')
  expect(new URL(String(started.headers.location)).searchParams.get('response_mode')).toBe('query')
  const reply = await other.app.inject({
    method: 'POST',
    url: '/auth/callback',
    headers: { host: 'localhost:3000', 'content-type': FORM },
    payload: 'state=x&code=x',
  })
  expect(reply.statusCode).toBe(404)
})
