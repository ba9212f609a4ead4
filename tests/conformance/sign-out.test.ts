import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import type { Browser as Chromium } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { launchBrowser, newPage } from '../helpers/browser.ts'
import { createBrowser, getRedirect, signIn } from '../helpers/sign-in-driver.ts'
import { createRelyingParty, type RelyingParty } from './relying-party.ts'

// A real browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

const back = 'http://localhost:3000/sign-in'

let emulator: Emulator
let application: RelyingParty
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 5 })
  application = await createRelyingParty(emulator)
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const listFrames = (html: string): string[] =>
  [...html.matchAll(/<iframe[^>]* src="([^"]+)"/g)].map(([, url = '']) =>
    url.replaceAll('&amp;', '&'),
  )

describe('sid', () => {
  test('is one for all sign-ins of a person in one browser, and another in another browser', async () => {
    const browser = createBrowser()
    const first = await application.signIn('Ada Admin', { browser })
    const silent = await application.signIn('Ada Admin', { browser })
    const proved = await application.signIn('Ada Admin', { browser, ask: { prompt: 'login' } })
    const refreshed = await application.refresh(first.refresh_token)
    const sid = first.claims()?.sid
    expect(sid).toMatch(/^[\da-f-]{36}$/)
    for (const tokens of [silent, proved, refreshed]) expect(tokens.claims()?.sid).toBe(sid)
    expect((await application.signIn('Ada Admin')).claims()?.sid).not.toBe(sid)
  })

  test('is another one after signing out', async () => {
    const browser = createBrowser()
    const first = await application.signIn('Ada Admin', { browser })
    await browser.fetch(application.toLogoutUrl())
    const second = await application.signIn('Ada Admin', { browser })
    expect(second.claims()?.sid).not.toBe(first.claims()?.sid)
  })
})

describe('signing out', () => {
  test('frames the application on each origin it was used on, with sid and nothing else', async () => {
    const browser = createBrowser()
    const tokens = await application.signIn('Ada Admin', { browser })
    const elsewhere = 'https://localhost:4000/auth/callback'
    await signIn(browser, application.toAuthorizationUrl({ redirect_uri: elsewhere }), 'Ada Admin')
    await signIn(browser, application.toAuthorizationUrl(), 'Ada Admin')
    const url = application.toLogoutUrl({ post_logout_redirect_uri: back, state: 's1' })
    const answer = await browser.fetch(url)
    expect(answer.status).toBe(200)
    const html = await answer.text()
    const sid = tokens.claims()?.sid
    expect(listFrames(html)).toEqual([
      `http://localhost:3000/auth/frontchannel-logout?sid=${sid}`,
      `https://localhost:4000/auth/frontchannel-logout?sid=${sid}`,
    ])
    expect(html).toContain(`href="${back}?state=s1"`)
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain('frame-src http://localhost:3000 https://localhost:4000;')
    expect(policy).toMatch(/script-src 'sha256-/)
    const silent = await application.askSilently(browser)
    expect(silent.searchParams.get('error')).toBe('login_required')
  })

  test('sends iss as well when that is set', async () => {
    emulator.settings({ logoutSendsIssuer: true })
    const browser = createBrowser()
    const tokens = await application.signIn('Ada Admin', { browser })
    const html = await (await browser.fetch(application.toLogoutUrl())).text()
    const [frame = ''] = listFrames(html)
    const { searchParams } = new URL(frame)
    expect(Object.fromEntries(searchParams)).toEqual({
      sid: tokens.claims()?.sid,
      iss: emulator.authority,
    })
  })

  test('by logout_hint ends that account only', async () => {
    const browser = createBrowser()
    const ada = await application.signIn('Ada Admin', { browser })
    const tom = await application.signIn('Tom Teacher', { browser, ask: { prompt: 'login' } })
    const hint = String(tom.claims()?.login_hint)
    const html = await (await browser.fetch(application.toLogoutUrl({ logout_hint: hint }))).text()
    expect(listFrames(html)).toEqual([
      `http://localhost:3000/auth/frontchannel-logout?sid=${tom.claims()?.sid}`,
    ])
    const silent = await application.signIn('Ada Admin', { browser, ask: { prompt: 'none' } })
    expect(silent.claims()?.sid).toBe(ada.claims()?.sid)
  })

  test('tells the application also of a session that was revoked, and spares the other accounts', async () => {
    const browser = createBrowser()
    await application.signIn('Ada Admin', { browser })
    const tom = await application.signIn('Tom Teacher', { browser, ask: { prompt: 'login' } })
    emulator.updateUser('tom@contoso.test', { revokeSessions: true })
    const hint = String(tom.claims()?.login_hint)
    const html = await (await browser.fetch(application.toLogoutUrl({ logout_hint: hint }))).text()
    expect(listFrames(html)).toHaveLength(1)
    expect((await application.askSilently(browser)).searchParams.has('code')).toBe(true)
  })

  test('without a session goes straight back, and to no address that is not registered', async () => {
    const url = application.toLogoutUrl({ post_logout_redirect_uri: back, state: 's1' })
    expect((await getRedirect(await createBrowser().fetch(url))).href).toBe(`${back}?state=s1`)
    const browser = createBrowser()
    await application.signIn('Ada Admin', { browser })
    const evil = application.toLogoutUrl({ post_logout_redirect_uri: 'https://evil.test/' })
    const html = await (await browser.fetch(evil)).text()
    expect(html).toContain('You signed out of your account')
    expect(html).not.toContain('evil.test')
    expect(listFrames(html)).toHaveLength(1)
  })

  test('of a client without a logoutUrl goes straight back', async () => {
    const browser = createBrowser()
    const clientId = 'a0000000-7e57-4000-8000-000000000002'
    const ask = { client_id: clientId, redirect_uri: 'http://localhost/', scope: 'openid' }
    await signIn(browser, application.toAuthorizationUrl(ask), 'Ada Admin')
    const url = application.toLogoutUrl({ post_logout_redirect_uri: back })
    expect((await getRedirect(await browser.fetch(url))).href).toBe(back)
  })
})

describe('in a real browser', () => {
  let chromium: Chromium
  let server: Server
  let origin: string
  let calls: string[]
  /** The application's front-channel address never answers. */
  let hangs: boolean
  beforeAll(async () => {
    chromium = await launchBrowser()
    server = createServer((request, response) => {
      calls.push(request.url ?? '')
      if (hangs && request.url?.startsWith('/auth/frontchannel-logout')) return
      response.setHeader('content-type', 'text/html').end('<title>app</title>here')
    })
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    origin = `http://localhost:${(server.address() as AddressInfo).port}`
  })
  beforeEach(() => {
    calls = []
    hangs = false
  })
  afterAll(async () => {
    await chromium.close()
    server.closeAllConnections()
    server.close()
  })

  async function signInAndOut(parameters: Record<string, string>) {
    const page = await newPage(chromium)
    const url = application.toAuthorizationUrl({ redirect_uri: `${origin}/auth/callback` })
    await page.goto(url.href)
    await page.getByRole('button', { name: 'Sign in as Ada Admin' }).click()
    await page.waitForURL(`${origin}/auth/callback?*`)
    calls.length = 0
    await page.goto(application.toLogoutUrl(parameters).href, { waitUntil: 'commit' })
    return page
  }

  const told = expect.stringMatching(/^\/auth\/frontchannel-logout\?sid=[\da-f-]{36}$/)

  test('the frame is loaded before the browser goes back', async () => {
    const page = await signInAndOut({ post_logout_redirect_uri: `${origin}/sign-in` })
    await page.waitForURL(`${origin}/sign-in`)
    expect(calls.filter((path) => path !== '/favicon.ico')).toEqual([told, '/sign-in'])
    expect(page.problems).toEqual([])
    await page.context().close()
  })

  test('an application that hangs holds the browser for five seconds', async () => {
    hangs = true
    const startedAt = Date.now()
    const page = await signInAndOut({ post_logout_redirect_uri: `${origin}/sign-in` })
    await page.waitForURL(`${origin}/sign-in`)
    expect(Date.now() - startedAt).toBeGreaterThan(4500)
    expect(calls).toContainEqual(told)
    await page.context().close()
  })

  test('without a way back the frame is loaded on the page that says so', async () => {
    const page = await signInAndOut({})
    await page.getByRole('heading', { name: 'You signed out of your account' }).waitFor()
    await page.waitForLoadState('load')
    expect(calls).toContainEqual(told)
    expect(page.problems).toEqual([])
    await page.context().close()
  })
})
