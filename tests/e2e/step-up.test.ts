import type { Browser, Page } from 'playwright-core'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
} from 'vitest'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { arrive } from './sign-in.ts'
import { type OpenSite, startOpenSite } from './site.ts'
import { hasFocus, tabTo } from './tab-to.ts'

let site: OpenSite
let browser: Browser
beforeAll(async () => {
  site = await startOpenSite()
  browser = await launchBrowser()
})
beforeEach(() => site.context.store.db.deleteFrom('sessions').execute())
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

const REFUSAL = 'Your other sessions have not been ended.'
const REFUSED = '403 /api/sessions?scope=others'
const WIDTHS = [1_440, 800, 360]

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const rows = (page: Page) =>
  page.getByRole('list', { name: 'Where you are signed in' }).getByRole('listitem')
const address = () => `${site.origin}/security`

/** Opens the page as somebody who is signed in on one other device, and signed in here too long ago. */
async function openLate(): Promise<WatchedPage> {
  const page = await openPage(browser, { locale: 'en-GB' })
  await arrive(page, site)
  await arrive(await openPage(browser), site)
  const authenticated_at = new Date(Date.now() - 16 * 60_000).toISOString()
  await site.context.store.db.updateTable('sessions').set({ authenticated_at }).execute()
  await page.goto(address())
  await rows(page).nth(1).waitFor()
  page.problems.length = 0
  return page
}

/** Presses on until the server says that the sign-in is too old. */
async function beRefused(page: Page): Promise<void> {
  await button(page, 'Sign out everywhere else').click()
  await button(page, 'End 1 session').click()
  await page.getByRole('alert').getByText(REFUSAL).waitFor()
}

async function signInAgain(page: Page): Promise<void> {
  await button(page, 'Sign in again').click()
  await button(page, 'Sign in as Ada Admin').click()
  await page.waitForURL(address())
  await rows(page).nth(1).waitFor()
}

describe('signing out everywhere else long after the sign-in', () => {
  it('leads through another sign-in and back to the question, which alone does it', async () => {
    const page = await openLate()
    await beRefused(page)
    expect(await rows(page).count()).toBe(2)
    await signInAgain(page)

    expect(await rows(page).count()).toBe(2)
    expect(await hasFocus(button(page, 'Cancel'))).toBe(true)
    await page.getByRole('group', { name: 'Sign out everywhere else?' }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)

    await button(page, 'End 1 session').click()
    await page.getByRole('status').getByText('You are signed out everywhere else.').waitFor()
    await expectSoon(() => rows(page).count()).toBe(1)
    expect(readProblems(page)).toEqual([REFUSED])
  })

  it('can be left at the question: nothing has ended, and nothing asks again', async () => {
    const page = await openLate()
    await beRefused(page)
    await signInAgain(page)
    await button(page, 'Cancel').click()
    expect(await hasFocus(button(page, 'Sign out everywhere else'))).toBe(true)

    await page.reload()
    await button(page, 'Sign out everywhere else').waitFor()
    expect(await rows(page).count()).toBe(2)
    expect(await button(page, 'Cancel').count()).toBe(0)
    expect(page.url()).toBe(address())
    expect(readProblems(page)).toEqual([REFUSED])
  })

  it('can be left where it was refused: the refusal goes with the question', async () => {
    const page = await openLate()
    await beRefused(page)
    await button(page, 'Cancel').click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    expect(await hasFocus(button(page, 'Sign out everywhere else'))).toBe(true)
    expect(await rows(page).count()).toBe(2)
  })

  it('needs no mouse', async () => {
    const page = await openLate()
    await tabTo(page, button(page, 'Sign out everywhere else'))
    await page.keyboard.press('Enter')
    await tabTo(page, button(page, 'End 1 session'), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await tabTo(page, button(page, 'Sign in again'))
    await page.keyboard.press('Enter')
    await tabTo(page, button(page, 'Sign in as Ada Admin'))
    await page.keyboard.press('Enter')

    await rows(page).nth(1).waitFor()
    await expectSoon(() => hasFocus(button(page, 'Cancel'))).toBe(true)
    await page.keyboard.press('Escape')
    expect(await hasFocus(button(page, 'Sign out everywhere else'))).toBe(true)
    await page.keyboard.press('Enter')
    await tabTo(page, button(page, 'End 1 session'), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await expectSoon(() => rows(page).count()).toBe(1)
  })

  it('is told without barriers, in every width', async () => {
    const page = await openLate()
    await beRefused(page)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      expect(await measureOverflow(page)).toBe(0)
      expect(await findBarriers(page)).toEqual([])
    }
  })
})

describe('an address that asks to sign out everywhere else', () => {
  it('does nothing by itself, wherever it comes from', async () => {
    const page = await openLate()
    await page.goto(`${address()}?end=others`)
    await page.waitForURL(address())
    expect(await hasFocus(button(page, 'Cancel'))).toBe(true)
    await page.waitForLoadState('networkidle')
    expect(await rows(page).count()).toBe(2)
    expect(readProblems(page)).toEqual([])
  })

  it('puts the question where the button was: nothing moves', async () => {
    const page = await openLate()
    const readPlaces = () =>
      page
        .getByRole('main')
        .locator('p, li')
        .evaluateAll((elements) => elements.map((each) => each.getBoundingClientRect().y))
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(address())
      await rows(page).nth(1).waitFor()
      const before = await readPlaces()
      await page.goto(`${address()}?end=others`)
      await button(page, 'Cancel').waitFor()
      expect(await readPlaces()).toEqual(before)
      expect(await findBarriers(page)).toEqual([])
    }
  })
})

it('where no proof is to be had it says so in words, and names what is missing', async () => {
  site.emulator.settings({ omittedClaims: ['auth_time'] })
  onTestFinished(() => site.emulator.reset())
  const page = await openPage(browser, { locale: 'en-GB' })
  await arrive(page, site)
  await arrive(await openPage(browser), site)
  await page.goto(address())
  await beRefused(page)
  const alert = page.getByRole('alert')
  await alert.getByText('This is not set up here.').waitFor()
  expect(await button(page, 'Sign in again').count()).toBe(0)
  await alert.getByText('Details for support').click()
  await alert.getByText(/auth_time/).waitFor()
  await alert.getByText('not_configured', { exact: true }).waitFor()
  expect(await rows(page).count()).toBe(2)
  expect(readProblems(page)).toEqual(['501 /api/sessions?scope=others'])
})
