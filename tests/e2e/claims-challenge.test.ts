import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { arrive, signIn } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite()
  browser = await launchBrowser()
})
beforeEach(() => {
  site.emulator.clearFaults()
  site.emulator.reset()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

const PATH = '/users?search=t&filter=userType%3AMember&orderBy=-createdAt'
const REFUSED = /^401 \/api\/users\?/
/** The first token, and the fresh one that the server gets at once. */
const BOTH_TOKENS = 2

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const people = (page: Page) => page.getByRole('grid', { name: 'Users' }).getByRole('rowheader')
const panel = (page: Page) =>
  page.getByRole('alert').filter({ hasText: 'Your organisation asks for a fresh sign-in.' })

/** The list as it was asked for, and nothing of the refusal. */
async function expectList(page: Page): Promise<void> {
  await people(page).first().waitFor()
  expect(page.url()).toBe(site.origin + PATH)
  expect(await panel(page).count()).toBe(0)
  const search = page.getByRole('searchbox', { name: 'Search by name or address' })
  expect(await search.inputValue()).toBe('t')
  await button(page, 'Remove filter: Members').waitFor()
  const created = page.getByRole('columnheader', { name: 'Created' })
  expect(await created.getAttribute('aria-sort')).toBe('descending')
}

function expectOneRefusal(page: WatchedPage): void {
  expect(readProblems(page)).toEqual([expect.stringMatching(REFUSED)])
}

it('a list that is challenged leads through the organisation back to itself, and loads', async () => {
  const page = await openPage(browser)
  await signIn(page, site)
  page.problems.length = 0
  site.emulator.addFault({ match: 'users', kind: 'cae', times: BOTH_TOKENS })
  await page.goto(site.origin + PATH)
  await panel(page).waitFor()
  for (const width of [1_440, 360]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await measureOverflow(page)).toBe(0)
    expect(await findBarriers(page)).toEqual([])
  }
  // Challenged, refreshed, challenged again: then a person is asked, not the server once more.
  expectOneRefusal(page)
  // The narrow table leaves columns out.
  await page.setViewportSize({ width: 1_440, height: 800 })
  await button(page, 'Sign in again').click()
  await expectList(page)
  expectOneRefusal(page)
})

it('a list that was there stays in sight, and the way on is to sign in, not to try again', async () => {
  const page = await openPage(browser)
  await arrive(page, site, { path: '/users' })
  await page.getByText('100 of 272 people').waitFor()
  site.emulator.addFault({ match: 'nextPage', kind: 'cae' })
  await button(page, 'Show more people').click()
  const notice = page.getByRole('status').filter({ hasText: 'Only the first 100 people are here.' })
  await notice.getByText('Your organisation asks for a fresh sign-in. Sign in again.').waitFor()
  expect(await people(page).count()).toBeGreaterThan(10)
  expect(await button(page, 'Try again').count()).toBe(0)
  await button(page, 'Sign in again').waitFor()
})

it('a person whose sessions were revoked proves once more who they are, and goes on', async () => {
  const page = await openPage(browser)
  await signIn(page, site)
  // Until then the server has no token for the directory that could be refused.
  await page.goto(site.origin + PATH)
  await people(page).first().waitFor()
  page.problems.length = 0

  site.emulator.updateUser('ada@contoso.test', { revokeSessions: true })
  await page.reload()
  await panel(page).waitFor()
  await button(page, 'Sign in again').click()
  await button(page, 'Sign in as Ada Admin').click()
  await expectList(page)
  const refused = readProblems(page).filter((problem) => !/\/photo\?/.test(problem))
  expect(refused).toEqual([expect.stringMatching(REFUSED)])
})
