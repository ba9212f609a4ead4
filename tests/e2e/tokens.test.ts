import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { findTokens, type Places } from './find-tokens.ts'
import { closePages, openPage } from './open-page.ts'
import { readBrowser } from './read-browser.ts'
import { type Reply, recordReplies } from './record-replies.ts'
import { signIn } from './sign-in.ts'
import { type OpenSite, startOpenSite } from './site.ts'

/** Has the shape of a token and is none. */
const CANARY = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.'

let site: OpenSite
let browser: Browser
let replies: Reply[]
/** Every access and refresh token that the server got, in the order it got them. */
const tokens: string[] = []

beforeAll(async () => {
  site = await startOpenSite()
  browser = await launchBrowser()
  replies = recordReplies(site.app.server)
  const { vault } = site.context
  const { save } = vault
  vault.save = (session, kept) => {
    tokens.push(kept.accessToken.value)
    if (kept.refreshToken) tokens.push(kept.refreshToken)
    return save(session, kept)
  }
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

/** Through every page, with a refresh on the way; what was sent, asked for and kept, by place. */
async function walk(page: Page): Promise<Places> {
  replies.length = 0
  tokens.length = 0
  const asked: string[] = []
  page.on('request', (request) => {
    asked.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`)
  })
  const link = (name: string) => page.getByRole('link', { name, exact: true })
  const person = page.getByRole('rowheader', { name: 'Ada Admin' })

  await signIn(page, site)
  await page.getByRole('heading', { name: 'Ada Admin' }).waitFor()
  await link('Token claims').click()
  await page.getByRole('table', { name: 'ID token' }).waitFor()
  await link('Users').click()
  await person.waitFor()
  await page.getByRole('button', { name: 'Show more people' }).click()
  await page.getByText('200 of 272 people').waitFor()
  const before = await readBrowser(page)

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out.').waitFor()
  return {
    ...toPlaces('signed in', before),
    ...toPlaces('signed out', await readBrowser(page)),
    asked: asked.join('\n'),
    ...toReplyPlaces(),
  }
}

function toPlaces(prefix: string, places: Places): Places {
  return Object.fromEntries(
    Object.entries(places).map(([name, text]) => [`${prefix}: ${name}`, text]),
  )
}

function toReplyPlaces(): Places {
  return Object.fromEntries(
    replies.flatMap(({ name, head, body }) => [
      [`head of ${name}`, head],
      [`body of ${name}`, body],
    ]),
  )
}

it('no token reaches the browser, at any step of the walk', async () => {
  const page = await openPage(browser)
  const places = await walk(page)
  // Two of sign-in and two of the refresh that the list of people needs, all different.
  expect(new Set(tokens).size).toBe(4)
  expect(tokens.filter((token) => token.startsWith('eyJ'))).toHaveLength(2)
  // Pages, scripts and calls were looked through, not nothing.
  for (const name of ['/', '/auth/login?returnTo=%2F', '/api/me', '/api/token-claims']) {
    expect(Object.keys(places)).toContain(`body of GET ${name}`)
  }
  expect(Object.keys(places)).toContain('body of POST /auth/logout')
  const scripts = Object.entries(places).filter(([name]) => /^body of .*\.js$/.test(name))
  expect(scripts.length).toBeGreaterThan(5)
  expect(scripts.every(([, text]) => text.length > 0)).toBe(true)

  expect(findTokens(places, tokens)).toEqual([])
})

it('the browser keeps nothing but its session and a memory of the device, in cookies that no script can read', async () => {
  const page = await openPage(browser)
  await signIn(page, site, { path: '/users' })
  await page.getByText('100 of 272 people').waitFor()
  expect(await readBrowser(page)).toMatchObject({
    localStorage: '{}',
    sessionStorage: '{}',
    'document.cookie': '',
    IndexedDB: '[]',
    caches: '[]',
    'window.name': '',
  })
  const cookies = await page.context().cookies(site.origin)
  const { port } = new URL(site.origin)
  expect(cookies.map(({ name, httpOnly }) => ({ name, httpOnly })).toSorted(byName)).toEqual([
    { name: `vd-${port}`, httpOnly: true },
    { name: `vestibule-${port}`, httpOnly: true },
  ])
})

describe('the search for tokens finds one that is there', () => {
  it.each([
    ['localStorage', `localStorage.setItem('x', '${CANARY}')`],
    ['sessionStorage', `sessionStorage.setItem('x', '${CANARY}')`],
    ['document.cookie', `document.cookie = 'x=${CANARY}'`],
    ['IndexedDB', `void indexedDB.open('${CANARY}')`],
    ['document', `document.title = '${CANARY}'`],
  ])('in %s', async (place, plant) => {
    const page = await openPage(browser)
    await page.goto(site.origin)
    expect(findTokens(await readBrowser(page), [])).toEqual([])
    await page.evaluate(plant)
    await expectSoon(async () => findTokens(await readBrowser(page), [])).toEqual(
      place === 'document.cookie' ? [place, 'cookies'] : [place],
    )
  })

  it('in a reply, its headers as its body', async () => {
    const { updateUser } = site.emulator
    updateUser('max@contoso.test', { displayName: CANARY })
    const page = await openPage(browser)
    replies.length = 0
    await signIn(page, site, { path: `/users?search=${CANARY}` })
    await page.getByRole('rowheader', { name: CANARY }).waitFor()
    updateUser('max@contoso.test', { displayName: 'Max Member' })
    const found = findTokens(toReplyPlaces(), [])
    expect(found).toContainEqual(expect.stringMatching(/^head of GET \/auth\/callback\?/))
    expect(found).toContainEqual(expect.stringMatching(/^body of GET \/api\/users\?/))
  })

  it('whole or in parts, also one that is no JWT', () => {
    const known = `1.${'r'.repeat(400)}`
    const places = { whole: `x${known}x`, part: 'r'.repeat(400), other: '1.r' }
    expect(findTokens(places, [known])).toEqual(['whole', 'part'])
  })
})

function byName(one: { name: string }, other: { name: string }): number {
  return one.name < other.name ? -1 : 1
}
