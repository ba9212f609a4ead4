import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dumpDatabase, register, signInLocally } from '../helpers/local-accounts.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let webRoot: string
let world: World
beforeAll(async () => {
  webRoot = mkdtempSync(join(tmpdir(), 'vestibule-web-'))
  for (const page of ['index.html', 'sign-in.html', 'api-docs.html']) {
    writeFileSync(join(webRoot, page), `<!doctype html><html lang="en"><title>${page}</title>`)
  }
  world = await startWorld({ users: 0, webRoot })
})
afterAll(async () => {
  await world?.[Symbol.asyncDispose]()
  rmSync(webRoot, { recursive: true, force: true })
})

const change = (visitor: Visitor, body: object) => visitor.patch('/api/me/preferences', body)

/** The attributes of the page's first element, as a browser reads them, and which page it is. */
async function readPage(visitor: Visitor, path: string) {
  const reply = await visitor.open(path)
  const [, tag = ''] = /<html([^>]*)>/.exec(reply.body) ?? []
  const attributes = [...tag.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name, value = '']) => [
    name,
    value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
  ])
  const page = /<title>([^<]*)/.exec(reply.body)?.[1]
  return { page, attributes: Object.fromEntries(attributes) as Record<string, string> }
}

describe('PATCH /api/me/preferences', () => {
  it('changes what is named and leaves the rest', async () => {
    const { visitor } = await register(world, 'anna@example.test')
    const first = await change(visitor, { accentColor: 'grey' })
    expect(first.statusCode).toBe(200)
    expect(first.json()).toEqual({ accentColor: 'grey', theme: 'system', locale: null })
    await change(visitor, { theme: 'dark', locale: 'fr-CH' })
    const all = { accentColor: 'grey', theme: 'dark', locale: 'fr-CH' }
    expect((await visitor.get('/api/me')).json().preferences).toEqual(all)
    expect((await change(visitor, {})).json()).toEqual(all)
    expect((await change(visitor, { locale: null })).json()).toEqual({ ...all, locale: null })
  })

  it('is for a person who came by Microsoft as well, and outlives their sign-ins', async () => {
    const tom = await world.signIn('Tom Teacher')
    await change(tom, { theme: 'light', accentColor: 'green' })
    const again = await world.signIn('Tom Teacher')
    expect((await again.get('/api/me')).json().preferences).toEqual({
      accentColor: 'green',
      theme: 'light',
      locale: null,
    })
  })

  it('changes nobody else’s', async () => {
    const { visitor } = await register(world, 'one@example.test')
    const { visitor: other } = await register(world, 'other@example.test')
    await change(visitor, { theme: 'dark' })
    expect((await other.get('/api/me')).json().preferences.theme).toBe('system')
  })

  it.each([
    { role: 'Admin' },
    { roles: ['Admin'] },
    { tenantId: 'c0a70500-7e57-4000-8000-00000000c0de' },
    { passwordHash: 'x' },
    { id: 'x' },
    { email: 'eve@example.test' },
    { displayName: 'Eve' },
    { theme: 'dark', role: 'Admin' },
    { accentColor: 'red' },
    { accentColor: 'blue" onmouseover="alert(1)' },
    { theme: null },
    { theme: ['dark'] },
    { locale: 'fr"><script>' },
    { locale: '' },
    { locale: 'x'.repeat(36) },
  ])('refuses %j, and the database stays as it was', async (body) => {
    const { visitor } = await register(world, 'refused@example.test')
    const before = await dumpDatabase(world)
    const reply = await change(visitor, body)
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'invalid_request', errors: expect.any(Array) })
    expect(await dumpDatabase(world)).toBe(before)
    await world.context.store.db.deleteFrom('local_accounts').execute()
  })

  it('is not for nobody, nor for a page of another site', async () => {
    expect((await change(world.visit(), { theme: 'dark' })).statusCode).toBe(401)
    const { visitor } = await register(world, 'csrf@example.test')
    const reply = await visitor.patch('/api/me/preferences', { theme: 'dark' }, {})
    expect(reply.json()).toMatchObject({ code: 'csrf' })
  })
})

const ALL_FEATURES =
  'profile users mirror sign-ins batches groups mail directory application-batches'

describe('the first paint of a page', () => {
  it('knows what the signed-in person likes', async () => {
    const { visitor } = await register(world, 'paint@example.test')
    const before = await readPage(visitor, '/users')
    expect(before.page).toBe('index.html')
    expect(before.attributes).toEqual({
      lang: 'en',
      'data-accent': 'blue',
      'data-theme': 'system',
      'data-features': ALL_FEATURES,
    })
    await change(visitor, { accentColor: 'green', theme: 'dark', locale: 'fr' })
    expect((await readPage(visitor, '/users')).attributes).toEqual({
      lang: 'en',
      'data-accent': 'green',
      'data-theme': 'dark',
      'data-locale': 'fr',
      'data-features': ALL_FEATURES,
    })
  })

  it('says which parts were chosen', async () => {
    const env = { FEATURES: 'mail, users' }
    await using small = await startWorld({ users: 0, webRoot, env })
    const visitor = small.visit()
    await visitor.signIn('Ada Admin')
    expect((await readPage(visitor, '/')).attributes).toMatchObject({
      'data-features': 'profile users mail',
    })
  })

  it('of the sign-in knows a newcomer by nothing, and tells which doors there are', async () => {
    const { page, attributes } = await readPage(world.visit(), '/sign-in')
    expect(page).toBe('sign-in.html')
    expect(attributes).toEqual({ lang: 'en', 'data-registration': 'open', 'data-mail': 'no' })
    await using closed = await startWorld({
      users: 0,
      webRoot,
      mail: true,
      env: { REGISTRATION: 'off' },
    })
    expect((await readPage(closed.visit(), '/')).attributes).toEqual({
      lang: 'en',
      'data-registration': 'off',
      'data-mail': 'yes',
    })
  })

  it('of the sign-in knows who was last signed in with the browser, after signing out', async () => {
    const { visitor } = await register(world, 'last@example.test')
    await change(visitor, { accentColor: 'green', theme: 'dark', locale: 'fr' })
    await visitor.post('/auth/logout')
    const seen = { 'data-accent': 'green', 'data-theme': 'dark', 'data-locale': 'fr' }
    for (const path of ['/sign-in', '/users']) {
      expect((await readPage(visitor, path)).attributes).toMatchObject({
        ...seen,
        'data-door': 'local',
        'data-hint': 'last@example.test',
      })
    }
    expect((await readPage(world.visit(), '/sign-in')).attributes).not.toHaveProperty('data-hint')
  })

  it('of the sign-in comes while the authority hangs: who its accounts are of can be said later', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const env = { ENTRA_AUTHORITY: `http://127.0.0.1:${port}/c0a70500-7e57-4000-8000-00000000c0de` }
    await using waiting = await startWorld({ users: 0, webRoot, env })
    const before = performance.now()
    expect((await readPage(waiting.visit(), '/sign-in')).page).toBe('sign-in.html')
    // The authority would be waited for eight seconds.
    expect(performance.now() - before).toBeLessThan(4000)
    silent.close()
    silent.closeAllConnections()
  })

  it('of the sign-in says once which account was refused, and only where one was', async () => {
    const visitor = world.visit()
    const account = `fay"><b>@fabrikam.test`
    const open = (error: string) => readPage(visitor, `/sign-in?error=${error}&ref=1`)
    visitor.cookies.set('vr-3000', encodeURIComponent(account))
    expect((await open('access_denied')).attributes).not.toHaveProperty('data-account')
    expect((await open('tenant_not_allowed')).attributes).toMatchObject({ 'data-account': account })
    expect((await open('tenant_not_allowed')).attributes).not.toHaveProperty('data-account')
  })

  it('takes no markup from what it shows: an address with what has a meaning in HTML', async () => {
    const email = "o'neil&quot=`$&`+1@example.test"
    const { visitor } = await register(world, email)
    await visitor.post('/auth/logout')
    const { attributes, page } = await readPage(visitor, '/sign-in')
    expect(attributes['data-hint']).toBe(email)
    expect(page).toBe('sign-in.html')
  })

  it('takes no markup from what is stored, whatever it is', async () => {
    const { visitor } = await register(world, 'hostile@example.test')
    const inside = world.visit()
    await signInLocally(inside, 'hostile@example.test')
    await visitor.post('/auth/logout')
    const hint = `"><script>alert(1)</script><p title='x' $& $1 $\` &amp;`
    const { db } = world.context.store
    await db
      .updateTable('devices')
      .set({ hint })
      .where('known_email_key', '=', 'hostile@example.test')
      .execute()
    await db
      .updateTable('people')
      .set({ locale: '" onload="alert(1)' })
      .where('email', '=', 'hostile@example.test')
      .execute()
    const { body } = await visitor.open('/sign-in')
    expect(body).not.toContain('<script')
    const { attributes, page } = await readPage(visitor, '/sign-in')
    expect(attributes).toEqual({
      lang: 'en',
      'data-accent': 'blue',
      'data-theme': 'system',
      'data-locale': '" onload="alert(1)',
      'data-registration': 'open',
      'data-mail': 'no',
      'data-door': 'local',
      'data-hint': hint,
    })
    expect(page).toBe('sign-in.html')
    expect((await readPage(inside, '/')).attributes).toEqual({
      lang: 'en',
      'data-accent': 'blue',
      'data-theme': 'system',
      'data-locale': '" onload="alert(1)',
      'data-features': ALL_FEATURES,
    })
  })
})
