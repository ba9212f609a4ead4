import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { apiScope, publicClientId } from '../conformance/api-driver.ts'
import { isEnabled, listOrdinary, soon } from '../helpers/batches.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { type ApiSite, startApiSite } from './api-site.ts'
import { closePages, PATIENCE_MS } from './open-page.ts'
import { buildExamplePage, startPageServer } from './page-server.ts'

const EXAMPLE = join(import.meta.dirname, '../../packages/client/examples/disable-leavers.ts')
const pageClientId = 'a0000000-7e57-4000-8000-000000000004'

const built = mkdtempSync(join(tmpdir(), 'vestibule-page-'))
let listed: Awaited<ReturnType<typeof startPageServer>>
let stranger: Awaited<ReturnType<typeof startPageServer>>
let site: ApiSite
let browser: Browser
beforeAll(async () => {
  const building = buildExamplePage(built)
  listed = await startPageServer({ folder: built })
  stranger = await startPageServer({ folder: built })
  site = await startApiSite(listed.origin)
  browser = await launchBrowser()
  await building
  const config = { ...configure(pageClientId), server: site.origin }
  for (const { files } of [listed, stranger]) files.set('/config.json', JSON.stringify(config))
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser.close()
  for (const server of [site, listed, stranger]) await server[Symbol.asyncDispose]()
  rmSync(built, { recursive: true, force: true })
})

const configure = (clientId: string) => ({
  authority: site.emulator.authority.replace('/v2.0', ''),
  clientId,
  scope: apiScope,
})

/** Somebody new, whose browser takes the tenant's certificate. */
async function openPage(): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  context.setDefaultTimeout(PATIENCE_MS)
  return context.newPage()
}

const signInAsAda = (page: Page) =>
  page.getByRole('button', { name: 'Sign in as Ada Admin' }).click()

async function approveDevice(address: string, userCode: string): Promise<void> {
  const page = await openPage()
  await page.goto(address)
  await page.getByLabel('Code').fill(userCode)
  await page.getByRole('button', { name: 'Next' }).click()
  await signInAsAda(page)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'You have signed in to Command line' }).waitFor()
}

const countGraphPages = () =>
  site.emulator.requests().filter(({ path }) => path === '/v1.0/users').length

/** What both clients say on their way, when they get to its end. */
const toStory = (count: number, leavers: string[]) => [
  'Signed in as Ada Admin (ada@contoso.test).',
  `The organisation has ${count} accounts.`,
  'To query 2: completed, 2 succeeded.',
  ...leavers.map((name) => `  ${name}: enabled`),
  'To disable 2: completed, 2 succeeded.',
]

function expectAudit(leavers: string[], client: string): void {
  const ids = leavers.map((name) => site.emulator.readUser(name)?.id)
  const entries = site.readAudit().filter(({ target }) => ids.includes(target.id))
  const actions = entries.map(({ action }) => action)
  expect(actions.toSorted()).toEqual([
    ...['account.disable', 'account.disable'],
    ...['account.enable', 'account.enable'],
  ])
  for (const { actor, details } of entries) {
    expect(actor.name).toBe('Ada Admin')
    expect(details).toMatchObject({ client })
  }
}

it('a program at a command line walks from the sign-in to what it takes back', async () => {
  const leavers = listOrdinary(site, 2)
  const { authority, clientId, scope } = configure(publicClientId)
  const options = { server: site.origin, authority, 'client-id': clientId, scope }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  const child = execFile(process.execPath, [EXAMPLE, ...args, ...leavers], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: site.caFile },
  })
  const ended = once(child, 'close')
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (part) => {
    stdout += part
  })
  child.stderr?.on('data', (part) => {
    stderr += part
  })
  const code = await soon(() => {
    const [, address = '', userCode = ''] = /page (\S+) and enter the code (\w+)/.exec(stderr) ?? []
    expect(userCode).not.toBe('')
    return { address, userCode }
  })
  await approveDevice(code.address, code.userCode)
  await soon(() => expect(stdout, stderr).toContain('Press Enter'))
  expect(leavers.map((name) => isEnabled(site, name))).toEqual([false, false])
  expect(countGraphPages()).toBeGreaterThanOrEqual(3)

  child.stdin?.end('\n')
  expect((await ended)[0], stderr).toBe(0)
  expect(leavers.map((name) => isEnabled(site, name))).toEqual([true, true])
  expect(stdout.trim().split('\n')).toEqual([
    ...toStory(site.emulator.listUsers().length, leavers),
    'Press Enter to take it back.',
    'To enable 2: completed, 2 succeeded.',
  ])
  expectAudit(leavers, publicClientId)
})

/** What the page sent to the API, as it went over the wire. */
function watchCalls(page: Page) {
  const headers: Promise<Record<string, string>>[] = []
  page.on('request', (request) => {
    if (request.url().startsWith(`${site.origin}/api/`)) headers.push(request.allHeaders())
  })
  return { list: () => Promise.all(headers) }
}

/** Opens the example on an origin, signs in, and asks for the leavers to be disabled. */
async function askPage(page: Page, origin: string, leavers: string[]): Promise<void> {
  await page.goto(origin)
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click()
  await signInAsAda(page)
  await page.getByLabel('User principal names').fill(leavers.join('\n'))
  await page.getByRole('button', { name: 'Disable them' }).click()
}

/** The words of the page's log, once the last of them has come. */
async function readLog(page: Page, last: string): Promise<string[]> {
  const log = page.getByRole('log')
  await log.getByText(last).waitFor()
  return ((await log.textContent()) ?? '').trim().split('\n')
}

it('a page on an origin that is listed does the same, and no cookie goes along', async () => {
  const leavers = listOrdinary(site, 4).slice(2)
  const page = await openPage()
  // As if somebody were signed in there: a cookie is for a host, whatever the port.
  const cookie = { name: 'vestibule-of-another', value: 'x', url: site.origin }
  await page.context().addCookies([cookie])
  const calls = watchCalls(page)
  const before = countGraphPages()
  await askPage(page, listed.origin, leavers)
  const log = await readLog(page, 'To disable')
  const story = toStory(site.emulator.listUsers().length, leavers)
  expect(log).toEqual(story)
  expect(leavers.map((name) => isEnabled(site, name))).toEqual([false, false])
  expect(countGraphPages() - before).toBeGreaterThanOrEqual(3)

  await page.getByRole('button', { name: 'Take it back' }).click()
  const end = 'To enable 2: completed, 2 succeeded.'
  expect(await readLog(page, 'To enable')).toEqual([...story, end])
  expect(leavers.map((name) => isEnabled(site, name))).toEqual([true, true])
  expectAudit(leavers, pageClientId)

  const sent = await calls.list()
  expect(sent.length).toBeGreaterThan(5)
  for (const headers of sent) {
    expect(headers).not.toHaveProperty('cookie')
    expect(headers.authorization).toMatch(/^Bearer /)
  }
  const cookies = await page.context().cookies(site.origin)
  expect(cookies.map(({ name }) => name)).toEqual([cookie.name])
})

it('a page on an origin that is not listed gets nothing, with a token or not', async () => {
  const leavers = listOrdinary(site, 2)
  const page = await openPage()
  const refusals: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('CORS policy')) refusals.push(message.text())
  })
  await askPage(page, stranger.origin, leavers)
  expect(await readLog(page, 'no answer')).toEqual(['There was no answer.'])
  expect(refusals.join()).toContain(
    `'${site.origin}/api/me' from origin '${stranger.origin}' has been blocked by CORS policy`,
  )
  // Without a header of its own there is no question asked beforehand: the answer is kept from it.
  expect(await readMe(page)).toBe('TypeError: Failed to fetch')
})

interface Init {
  method?: string
  headers?: Record<string, string>
  body?: string
  credentials?: 'omit'
}

/** Asks the API as the page's own script would, with whatever cookie there is. */
const readMe = (page: Page, init: Init = {}): Promise<string> =>
  page.evaluate(
    ([url, options]) =>
      fetch(url, { credentials: 'include', ...options }).then(async (response) => {
        const { code } = (await response.json()) as { code?: string }
        return `${response.status} ${code}`
      }, String),
    [`${site.origin}/api/me`, init] as const,
  )

it('a page on a listed origin gets nothing by the cookie of somebody signed in', async () => {
  const page = await openPage()
  await page.goto(`${site.origin}/auth/login`)
  await signInAsAda(page)
  await page.waitForURL(`${site.origin}/`)
  const calls = watchCalls(page)
  expect(await readMe(page)).toBe('200 undefined')
  expect((await calls.list()).at(-1)?.cookie).toContain('vestibule-')
  await page.goto(listed.origin)
  expect(await readMe(page)).toBe('TypeError: Failed to fetch')
  const change = { method: 'PATCH', headers: { 'x-csrf': '1' }, body: '{}' }
  expect(await readMe(page, change)).toBe('TypeError: Failed to fetch')
  // And without it is answered as anybody is.
  expect(await readMe(page, { credentials: 'omit' })).toBe('401 unauthenticated')
})

it.each(['listed', 'stranger'])('what is asked beforehand allows no cookie: %s', async (name) => {
  const { origin } = { listed, stranger }[name] ?? {}
  const { headers } = await fetch(`${site.origin}/api/me`, {
    method: 'OPTIONS',
    headers: { origin: String(origin), 'access-control-request-method': 'GET' },
  })
  expect(headers.get('access-control-allow-origin')).toBe(name === 'listed' ? origin : null)
  if (name === 'listed') expect(headers.get('access-control-allow-credentials')).toBeNull()
  expect(headers.getSetCookie()).toEqual([])
})
