import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PROBLEMS } from '@vestibule/contract'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { arrive } from './sign-in.ts'
import { type Site, startSite } from './site.ts'
import { hasFocus, tabTo } from './tab-to.ts'

const DIST = join(import.meta.dirname, '../../apps/web/dist')
const MOST_BYTES = 40_000

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite()
  browser = await launchBrowser()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

const article = (page: Page, id: string) => page.locator(`article[id="${id}"]`)
const tryButton = (page: Page, id: string) =>
  page.getByRole('button', { name: `Try it: ${id}`, exact: true })
const form = (page: Page, id: string) => page.getByRole('form', { name: `Try ${id}` })
const searchBox = (page: Page) => page.getByRole('searchbox', { name: /^Search operations/ })

async function open(page: Page, hash = ''): Promise<void> {
  await page.goto(`${site.origin}/api/docs${hash}`)
  await page.getByRole('heading', { level: 3 }).first().waitFor()
}

async function tryOut(page: Page, id: string) {
  await tryButton(page, id).click()
  return form(page, id)
}

/** The requests to the API that the page makes from now on. */
function watchRequests(page: Page) {
  const requests: { method: string; headers: Record<string, string> }[] = []
  page.on('request', (request) => {
    if (!/\/(?:api|auth)\//.test(request.url())) return
    requests.push({ method: request.method(), headers: request.headers() })
  })
  return requests
}

describe('the API reference', () => {
  it('is there for everybody, and says of every operation what the description says', async () => {
    const page = await openPage(browser)
    const described = await page.request.get(`${site.origin}/api/openapi.json`)
    const { paths } = await described.json()
    const ids = Object.values<Record<string, { operationId: string }>>(paths)
      .flatMap((methods) => Object.values(methods))
      .map(({ operationId }) => operationId)
    expect(ids.length).toBeGreaterThan(20)
    await open(page)
    expect(await page.title()).toBe('API reference – Vestibule')
    const shown = await page
      .getByRole('article')
      .evaluateAll((articles) => articles.map(({ id }) => id))
    expect(shown.toSorted()).toEqual(ids.toSorted())
    const users = article(page, 'listUsers')
    await users.getByText(/^Words, each of which is to be found/).waitFor()
    await users.getByText('From 1 to 200 characters.').waitFor()
    await users.getByText('access_as_user').waitFor()
    await users.getByText('Directory.Read', { exact: true }).waitFor()
    await users.getByRole('button', { name: 'Fields of UserPage' }).click()
    await users.getByRole('button', { name: 'Fields of items' }).click()
    await users.getByText('userPrincipalName', { exact: true }).waitFor()
    expect(readProblems(page)).toEqual([])
  })

  it('is searched by keyboard: names, fields and problem codes', async () => {
    const page = await openPage(browser)
    await open(page)
    await page.keyboard.press('/')
    expect(await hasFocus(searchBox(page))).toBe(true)
    await page.keyboard.type('graphrequestid')
    await page
      .getByRole('link', { name: /listUserBatchItems has the field graphRequestId/ })
      .waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`${site.origin}/api/docs#listUserBatchItems`)
    await page.keyboard.press('Escape')
    await page.keyboard.type('step_up')
    await page.getByRole('link', { name: 'step_up_required' }).first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'step_up_required' }).waitFor()
    await page.getByText('The operation is grave').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('link', { name: 'All problem codes' }).click()
    await page.getByRole('link', { name: 'upstream_throttled' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('link', { name: 'API reference' }).click()
    await page.getByRole('heading', { level: 1, name: 'API reference' }).waitFor()
    expect(readProblems(page)).toEqual([])
  })

  it('sends with the session, and shows what came', async () => {
    const page = await openPage(browser)
    await arrive(page, site)
    await open(page)
    const users = await tryOut(page, 'listUsers')
    await users.getByRole('textbox', { name: 'search' }).fill('tom tea')
    await article(page, 'listUsers').getByText('/api/users?search=tom+tea').waitFor()
    await article(page, 'listUsers').getByText('TypeScript').click()
    await article(page, 'listUsers').getByText("client.listUsers({ search: 'tom tea' })").waitFor()
    await users.getByRole('button', { name: 'Send' }).click()
    await users.getByText('200 OK').waitFor()
    await users.getByText('"displayName": "Tom Teacher"').waitFor()
    await users.getByText('Headers').click()
    await users.getByText('x-request-id').waitFor()
    expect(readProblems(page)).toEqual([])
  })

  it('asks once more before it changes anything, and proves that the request is its own', async () => {
    const page = await openPage(browser)
    await arrive(page, site)
    await open(page)
    const preferences = await tryOut(page, 'updatePreferences')
    await preferences.getByRole('textbox', { name: 'Request body' }).fill('{ "theme": ')
    const requests = watchRequests(page)
    await preferences.getByRole('button', { name: 'Send…' }).click()
    await preferences.getByRole('button', { name: /^Send PATCH/ }).click()
    await preferences.getByText('This is no JSON.').waitFor()
    await preferences.getByRole('textbox', { name: 'Request body' }).fill('{ "theme": "dark" }')
    await preferences.getByRole('button', { name: 'Send…' }).click()
    expect(requests).toEqual([])
    await preferences.getByRole('button', { name: /^Send PATCH/ }).click()
    await preferences.getByText('200 OK').waitFor()
    await preferences.getByText('"theme": "dark"').last().waitFor()
    expect(requests).toMatchObject([{ method: 'PATCH', headers: { 'x-csrf': '1' } }])
    await open(page)
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  })

  it('keeps a pasted token out of the address and the browser’s stores, and sends no cookie with it', async () => {
    const token = 'made-up-token-of-nobody'
    const page = await openPage(browser)
    await arrive(page, site)
    await open(page)
    const me = await tryOut(page, 'getMe')
    await me.getByText('A bearer token').click()
    const field = me.getByRole('textbox', { name: 'Bearer token' })
    expect(await field.getAttribute('type')).toBe('password')
    await me.getByRole('button', { name: 'Send' }).click()
    await me.getByText('Paste a token, or use the session.').waitFor()
    await field.fill(token)
    const sent = page.waitForRequest(`${site.origin}/api/me`)
    await me.getByRole('button', { name: 'Send' }).click()
    const headers = await (await sent).allHeaders()
    expect(headers).toMatchObject({ authorization: `Bearer ${token}` })
    expect(headers.cookie).toBeUndefined()
    await me.getByText('401 Unauthorized').waitFor()
    expect(page.url()).not.toContain(token)
    const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')
    expect(kept).not.toContain(token)
    await open(page)
    const again = await tryOut(page, 'getMe')
    await again.getByText('A bearer token').click()
    expect(await again.getByRole('textbox', { name: 'Bearer token' }).inputValue()).toBe('')
  })

  it('opens where the address says, and can be worked without a mouse', async () => {
    const page = await openPage(browser)
    await open(page, '#endOtherSessions')
    // The address names it, so that is where the page is read from.
    await expectSoon(
      async () => (await article(page, 'endOtherSessions').boundingBox())?.y ?? 0,
    ).toBeLessThan(200)
    await open(page)
    await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }))
    await page.keyboard.press('Enter')
    await tabTo(page, tryButton(page, 'getMe'))
    await page.keyboard.press('Enter')
    await tabTo(page, form(page, 'getMe').getByRole('button', { name: 'Send' }))
    await page.keyboard.press('Enter')
    await form(page, 'getMe').getByText('401 Unauthorized').waitFor()
    await tabTo(page, page.getByRole('link', { name: 'What unauthenticated means' }))
  })

  it.each([
    ['light', 'en-GB'],
    ['dark', 'fr-FR'],
  ] as const)('has no barrier, wide or narrow: %s, %s', async (colorScheme, locale) => {
    const page = await openPage(browser, { colorScheme, locale })
    // Of all operations contrast is measured for half a minute, and they are made of the same parts.
    await page.route('**/api/openapi.json', async (route) => {
      const { paths, ...rest } = await (await route.fetch()).json()
      const few = ['/api/me/preferences', '/api/users', '/api/user-batches']
      await route.fulfill({
        json: { ...rest, paths: Object.fromEntries(few.map((path) => [path, paths[path]])) },
      })
    })
    await open(page)
    await article(page, 'createUserBatch')
      .getByRole('button', { name: /(?:Fields of|Champs de) UserBatch/ })
      .click()
    await page.getByRole('button', { name: /^(?:Try it|Essayer) ?: createUserBatch/ }).click()
    for (const [width, height] of [
      [1280, 800],
      [360, 780],
    ] as const) {
      await page.setViewportSize({ width, height })
      expect(await measureOverflow(page), `${width}`).toBe(0)
      expect(await findBarriers(page), `${width}`).toEqual([])
    }
    expect(readProblems(page)).toEqual([])
  })

  it('says when its description does not come, and asks for it again', async () => {
    const page = await openPage(browser)
    let isDown = true
    await page.route('**/api/openapi.json', (route) =>
      isDown ? route.fulfill({ status: 502 }) : route.continue(),
    )
    await page.goto(`${site.origin}/api/docs`)
    await page.getByText('The description of the API did not come.').waitFor()
    expect(await findBarriers(page)).toEqual([])
    isDown = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await article(page, 'getMe').waitFor()
  })
})

it('every problem code has a page that says what it means, what to do and what comes', async () => {
  for (const [code, { status, title }] of Object.entries(PROBLEMS)) {
    const reply = await fetch(`${site.origin}/docs/problems/${code}`)
    const page = await reply.text()
    expect(page, code).toContain(`${title} HTTP status ${status}.`)
    expect(page, code).toMatch(/<h2>What it means<.h2>\n<p>.{30}/)
    expect(page, code).toMatch(/<h2>What to do<.h2>\n<p>.{10}/)
    expect(page, code).toContain('href="/api/docs"')
    const example = JSON.parse(/<pre><code>(.*)<.code>/s.exec(page)?.[1] ?? '')
    expect(example, code).toMatchObject({ code, status, type: reply.url })
  }
})

it('the reference adds at most 40 kB to what the application has loaded', async () => {
  const page = await openPage(browser, { locale: 'fr-FR' })
  const loaded = new Set<string>()
  page.on('request', (request) => {
    const [, name] = /\/assets\/([^/]+\.(?:js|css))$/.exec(request.url()) ?? []
    if (name) loaded.add(name)
  })
  await page.goto(`${site.origin}/api/docs`)
  await page.getByRole('heading', { level: 3 }).first().waitFor()
  const shell = readFileSync(join(DIST, 'index.html'), 'utf8')
  const own = [...loaded].filter((name) => !shell.includes(`/assets/${name}"`))
  const bytes = own.map((name) => statSync(join(DIST, 'assets', `${name}.br`)).size)
  expect(own.length).toBeGreaterThan(1)
  expect(loaded.size).toBeLessThan(readdirSync(join(DIST, 'assets')).length)
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(MOST_BYTES)
})
