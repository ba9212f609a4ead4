import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { type Site, startSite } from './site.ts'
import { hasFocus, tabTo } from './tab-to.ts'

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

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name })
const person = (page: Page, name: string) => page.getByRole('rowheader', { name })

async function signInByKeyboard(path = '/'): Promise<WatchedPage> {
  const page = await openPage(browser)
  // Or else people come by themselves while the focus is still on its way to the end of the list.
  await page.addInitScript(
    `Object.defineProperty(navigator, 'connection', { value: { saveData: true } })`,
  )
  await page.goto(site.origin + path)
  await tabTo(page, button(page, 'Sign in with Microsoft'))
  await page.keyboard.press('Enter')
  await button(page, 'Sign in as Ada Admin').waitFor()
  await tabTo(page, button(page, 'Sign in as Ada Admin'))
  await page.keyboard.press('Enter')
  await page.waitForURL(site.origin + path)
  await button(page, 'Sign out').waitFor()
  return page
}

it('the whole walk needs no mouse, and the focus is seen at every stop', async () => {
  const page = await signInByKeyboard()
  await page.getByRole('heading', { name: 'Ada Admin' }).waitFor()

  await tabTo(page, link(page, 'Token claims'))
  await page.keyboard.press('Enter')
  await page.getByRole('table', { name: 'ID token' }).waitFor()
  await tabTo(page, page.getByRole('searchbox', { name: 'Filter claims' }))
  await page.keyboard.type('job')
  await page.getByRole('heading', { name: 'No claim matches “job”.' }).waitFor()
  await tabTo(page, button(page, 'Show all claims'))
  await page.keyboard.press('Enter')
  await page.getByRole('table', { name: 'ID token' }).waitFor()

  await tabTo(page, link(page, 'Users'), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByText('100 of 272 people').waitFor()
  await tabTo(page, page.getByRole('searchbox', { name: 'Search by name or address' }))
  await page.keyboard.type('tom tea')
  await page.getByText('1 of 1 person').waitFor()
  expect(await person(page, 'Tom Teacher').count()).toBe(1)
  // Empties a search box.
  await page.keyboard.press('Escape')
  await page.getByText('100 of 272 people').waitFor()
  await tabTo(page, button(page, 'Show more people'))
  await page.keyboard.press('Enter')
  await page.getByText('200 of 272 people').waitFor()
  expect(await hasFocus(button(page, 'Show more people'))).toBe(true)

  await tabTo(page, button(page, 'Sign out'), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByText('You are signed out.').waitFor()
  await tabTo(page, button(page, 'Sign in with Microsoft'))
  expect(readProblems(page)).toEqual(['401 /'])
})

const PATHS = [
  '/',
  '/claims',
  '/users',
  '/batches',
  '/batches/new',
  '/security',
  '/settings',
  '/audit',
  '/setup',
]

it('the first stop of every page skips to its content', async () => {
  const page = await signInByKeyboard()
  for (const path of PATHS) {
    await page.goto(site.origin + path)
    await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor()
    await page.keyboard.press('Tab')
    expect(await hasFocus(link(page, 'Skip to the content')), path).toBe(true)
    await page.keyboard.press('Enter')
    expect(await hasFocus(page.getByRole('main')), path).toBe(true)
  }
})

it('the focus goes to the heading of the page that a link opens, and Back does the same', async () => {
  const page = await signInByKeyboard()
  const names = ['Token claims', 'Setup', 'Audit', 'Settings', 'Security', 'Batches', 'Users']
  for (const name of [...names, 'Profile']) {
    await tabTo(page, link(page, name), name === 'Token claims' ? 'Tab' : 'Shift+Tab')
    await page.keyboard.press('Enter')
    await heading(page, name).waitFor()
    await expectSoon(() => hasFocus(heading(page, name))).toBe(true)
  }
  await page.goBack()
  await expectSoon(() => hasFocus(heading(page, 'Users'))).toBe(true)
})

it('the focus stays where it is while a list is searched and sorted', async () => {
  const page = await signInByKeyboard('/users')
  await page.getByText('100 of 272 people').waitFor()
  const search = page.getByRole('searchbox', { name: 'Search by name or address' })
  await tabTo(page, search)
  await page.keyboard.type('ada admin')
  await page.getByText('1 of 1 person').waitFor()
  expect(await hasFocus(search)).toBe(true)

  const name = page.getByRole('columnheader', { name: 'Name', exact: true })
  await tabTo(page, person(page, 'Ada Admin'))
  await page.keyboard.press('ArrowUp')
  expect(await hasFocus(name)).toBe(true)
  await page.keyboard.press('Enter')
  await expectSoon(() => name.getAttribute('aria-sort')).toBe('descending')
  expect(await hasFocus(name)).toBe(true)
  await page.keyboard.press('Space')
  await expectSoon(() => name.getAttribute('aria-sort')).toBe('ascending')
})
