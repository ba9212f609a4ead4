import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'

const clientId = 'a0000000-7e57-4000-8000-000000000004'

// A real browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let emulator: Emulator
let site: Server
let siteUrl: string
let browser: Browser

/** A page on an origin of its own with MSAL in it; what it does is told from the test. */
async function serveSite(): Promise<Server> {
  const entry = fileURLToPath(import.meta.resolve('@azure/msal-browser'))
  const library = await readFile(join(dirname(entry), '../lib/msal-browser.min.js'))
  const authority = emulator.authority.replace('/v2.0', '')
  const configuration = {
    auth: {
      clientId,
      authority,
      knownAuthorities: [new URL(authority).host],
      redirectUri: '/callback',
    },
    cache: { cacheLocation: 'sessionStorage' },
  }
  const page = `<!doctype html><html lang="en"><title>Page</title><script src="/msal.js"></script>
<script>
const configuration = ${JSON.stringify(configuration)}
configuration.auth.redirectUri = location.origin + '/callback'
window.ready = (async () => {
  window.client = new msal.PublicClientApplication(configuration)
  await client.initialize()
  const result = await client.handleRedirectPromise()
  window.account = result?.account ?? client.getAllAccounts()[0] ?? null
})()
</script>`
  const server = createServer((request, response) => {
    const isScript = request.url === '/msal.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isScript ? library : page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 5, tls: 'adhoc' })
  site = await serveSite()
  siteUrl = `http://localhost:${(site.address() as AddressInfo).port}`
  browser = await launchBrowser()
})
beforeEach(() => emulator.reset())
afterAll(async () => {
  await browser.close()
  site.closeAllConnections()
  site.close()
  await emulator.close()
})

/** What the page's script sees of MSAL; the library itself is only in the page. */
interface PageWindow {
  ready: Promise<void>
  account: { username: string } | null
  client: {
    loginRedirect(request: object): Promise<void>
    acquireTokenSilent(request: object): Promise<{ accessToken: string; fromCache: boolean }>
  }
}

/** Waits until MSAL has taken in what the address says. Its stack is left behind: it names no file of ours. */
async function settle(page: Page): Promise<void> {
  const problem = await page.evaluate(() =>
    (globalThis as unknown as PageWindow).ready.then(
      () => undefined,
      (reason: unknown) => String(reason),
    ),
  )
  if (problem !== undefined) throw new Error(problem)
}

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await page.goto(siteUrl)
  await settle(page)
  return page
}

async function signIn(page: Page): Promise<void> {
  // The page is left while this runs, so its promise is not waited for.
  await page.evaluate(() => {
    void (globalThis as unknown as PageWindow).client.loginRedirect({ scopes: ['User.Read'] })
  })
  await page.getByRole('button', { name: 'Sign in as Ada Admin' }).click()
  await page.waitForURL(`${siteUrl}/callback**`)
  await settle(page)
}

/** `cacheLookupPolicy` 3 goes to the token endpoint and nowhere else: not to a hidden frame afterwards. */
function acquireToken(
  page: Page,
  request: { forceRefresh?: boolean; cacheLookupPolicy?: number } = {},
) {
  return page.evaluate(async (more) => {
    const { client, account } = globalThis as unknown as PageWindow
    try {
      return await client.acquireTokenSilent({ account, scopes: ['User.Read'], ...more })
    } catch (problem) {
      return { problem: String(problem), accessToken: '', fromCache: false }
    }
  }, request)
}

describe('MSAL in a browser, on a page of another origin', () => {
  test('signs in by redirect, finds the token in its cache, refreshes it and calls Graph', async () => {
    const page = await openPage()
    await signIn(page)
    const account = await page.evaluate(() => (globalThis as unknown as PageWindow).account)
    expect(account).toMatchObject({ username: 'ada@contoso.test' })
    const cached = await acquireToken(page)
    expect(cached.fromCache).toBe(true)
    const refreshed = await acquireToken(page, { forceRefresh: true })
    expect(refreshed).toMatchObject({ fromCache: false })
    expect(refreshed.accessToken).not.toBe(cached.accessToken)
    expect(decodeJwt(refreshed.accessToken)).toMatchObject({ appid: clientId, appidacr: '0' })
    const me = await page.evaluate(
      async ({ url, token }) => {
        const headers = { authorization: `Bearer ${token}`, consistencylevel: 'eventual' }
        const response = await fetch(`${url}/v1.0/me`, { headers })
        return {
          body: await response.json(),
          requestId: response.headers.get('request-id'),
        }
      },
      { url: emulator.url, token: refreshed.accessToken },
    )
    expect(me.body).toMatchObject({ displayName: 'Ada Admin' })
    expect(me.requestId).toMatch(/^[\da-f-]{36}$/)
    await page.context().close()
  })

  test('a page reads a refusal of the token endpoint too', async () => {
    const page = await openPage()
    await signIn(page)
    emulator.addFault({ match: 'token', kind: 'status', code: 50173 })
    const refused = await acquireToken(page, { cacheLookupPolicy: 3 })
    expect(refused).toHaveProperty('problem', expect.stringContaining('AADSTS50173'))
    await page.context().close()
  })
})
