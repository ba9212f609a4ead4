import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { arrive, openDoor, signIn } from './sign-in.ts'
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

const LAPTOP = {
  locale: 'en-GB',
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0',
}
const PHONE = {
  locale: 'en-GB',
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
}
const LAPTOP_NAME = 'Firefox on Windows'
const PHONE_NAME = 'Safari on iOS'
const WIDTHS = [1_440, 800, 360]

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const list = (page: Page) => page.getByRole('list', { name: 'Where you are signed in' })
const rows = (page: Page) => list(page).getByRole('listitem')
const row = (page: Page, device: string) => rows(page).filter({ hasText: device })
const status = (page: Page, said: string) => page.getByRole('status').getByText(said)
const address = () => `${site.origin}/security`

/** Opens the page as somebody who is signed in nowhere else. */
async function openAlone(options = LAPTOP): Promise<WatchedPage> {
  const page = await openPage(browser, options)
  await arrive(page, site, options)
  const reply = await page.request.delete(`${site.origin}/api/sessions?scope=others`, {
    headers: { origin: site.origin, 'x-csrf': '1' },
  })
  expect(reply.status()).toBe(204)
  await link(page, 'Security').click()
  await row(page, 'This device').waitFor()
  page.problems.length = 0
  return page
}

/** Signs the same person in on another device; by `signIn` at the organisation as well. */
async function openElsewhere(options = PHONE, enter = arrive): Promise<WatchedPage> {
  const page = await openPage(browser, options)
  await enter(page, site, options)
  page.problems.length = 0
  return page
}

/** From the first of them: what has the focus may have been scrolled to. */
const readPlaces = (of: Locator): Promise<number[]> =>
  of.evaluateAll((elements) => {
    const places = elements.map((each) => each.getBoundingClientRect().y)
    return places.map((place) => place - (places[0] ?? 0))
  })

describe('where a person is signed in', () => {
  it('begins with this device, and says of each what it is, from where and since when', async () => {
    const page = await openAlone()
    await page.getByText('You are signed in nowhere else.').waitFor()
    expect(await button(page, 'Sign out everywhere else').count()).toBe(0)
    expect(await page.title()).toBe('Security – Vestibule')
    await openElsewhere()
    // Without a browser, so its name is none we know.
    await arrive(await openPage(browser), site)
    await page.reload()
    await row(page, 'Unknown browser').waitFor()
    const [first = '', ...others] = await rows(page).allInnerTexts()
    expect(first).toMatch(/^Firefox on Windows\s+This device\s/)
    expect(first).toMatch(/Signed in with Microsoft (now|\d)/)
    expect(first).toMatch(/From (127\.0\.0\.1|::1)/)
    expect(first).toMatch(/Last active (now|\d)/)
    expect(others).toHaveLength(2)
    expect(others.join()).toContain(PHONE_NAME)
    expect(others.join()).toContain('It calls itself node')
    expect(others.join()).not.toContain('This device')
    expect(await row(page, 'This device').getByRole('button').count()).toBe(0)
    expect(readProblems(page)).toEqual([])
  })

  it('that cannot be read is told in words, and is there at the second try', async () => {
    const page = await openAlone()
    await page.route('**/api/sessions', (route) => route.abort())
    await page.reload()
    const panel = page.getByRole('alert')
    await panel.getByRole('heading', { name: 'There was no answer from the server.' }).waitFor()
    await page.unroute('**/api/sessions')
    await button(page, 'Try again').click()
    await row(page, 'This device').waitFor()
  })
})

describe('ending a session', () => {
  it('ends it at the next click, and no other', async () => {
    const page = await openAlone()
    const [phone, other] = [await openElsewhere(PHONE, signIn), await openElsewhere(LAPTOP)]
    await phone.getByRole('heading', { level: 2, name: 'Ada Admin' }).waitFor()
    await page.reload()
    await button(page, `End session: ${PHONE_NAME}`).click()
    await button(page, 'Yes, end it').click()
    await status(page, `The session has ended: ${PHONE_NAME}.`).waitFor()
    await row(page, PHONE_NAME).waitFor({ state: 'detached' })
    expect(await rows(page).count()).toBe(2)

    await link(phone, 'Users').click()
    await phone.getByText('Your session has ended.').waitFor()
    expect(new URL(phone.url()).pathname).toBe('/sign-in')
    await openDoor(phone)
    await phone.waitForURL(`${site.origin}/users`)

    await link(other, 'Users').click()
    await other.getByRole('rowheader', { name: 'Ada Admin' }).waitFor()
    expect(readProblems(other)).toEqual([])
    expect(readProblems(page)).toEqual([])
  })

  it('asks once more in its own place: nothing moves, and Cancel leaves all as it was', async () => {
    const page = await openAlone()
    await openElsewhere()
    await page.reload()
    const first = button(page, `End session: ${PHONE_NAME}`)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      await first.waitFor()
      const before = await readPlaces(page.getByRole('main').locator('p, button, li'))
      await first.click()
      expect(await hasFocus(row(page, PHONE_NAME).getByRole('button', { name: 'Cancel' }))).toBe(
        true,
      )
      expect(await readPlaces(page.getByRole('main').locator('p, button, li'))).toEqual(before)
      expect(await measureOverflow(page)).toBe(0)
      await page.keyboard.press('Enter')
      expect(await hasFocus(first)).toBe(true)
    }
    expect(await rows(page).count()).toBe(2)
  })

  it('that had ended by itself is as good as done', async () => {
    const page = await openAlone()
    const phone = await openElsewhere()
    await page.reload()
    await button(page, `End session: ${PHONE_NAME}`).click()
    await button(phone, 'Sign out').click()
    await phone.getByText('You are signed out.').waitFor()
    await button(page, 'Yes, end it').click()
    await status(page, `The session had already ended: ${PHONE_NAME}.`).waitFor()
    await row(page, PHONE_NAME).waitFor({ state: 'detached' })
    await page.getByText('You are signed in nowhere else.').waitFor()
    expect(readProblems(page)).toEqual([expect.stringMatching(/^404 \/api\/sessions\/[\w-]+$/)])
  })

  it('that was refused says so, keeps the row, and can be tried again there', async () => {
    const page = await openAlone()
    await openElsewhere()
    await page.reload()
    await page.route('**/api/sessions/*', (route) =>
      route.continue({ headers: { ...route.request().headers(), 'x-csrf': '0' } }),
    )
    await button(page, `End session: ${PHONE_NAME}`).click()
    await button(page, 'Yes, end it').click()
    const alert = page.getByRole('alert')
    await alert.getByText('This session has not been ended.').waitFor()
    expect(await hasFocus(button(page, 'Yes, end it'))).toBe(true)
    await alert.getByText('Details for support').click()
    await alert.getByText('csrf', { exact: true }).waitFor()
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      expect(await measureOverflow(page)).toBe(0)
      expect(await findBarriers(page)).toEqual([])
    }
    await page.unroute('**/api/sessions/*')
    await button(page, 'Yes, end it').click()
    await row(page, PHONE_NAME).waitFor({ state: 'detached' })
    expect(await alert.count()).toBe(0)
  })

  it('without an answer does not pretend to know', async () => {
    const page = await openAlone()
    await openElsewhere()
    await page.reload()
    await page.route('**/api/sessions/*', (route) => route.abort())
    await button(page, `End session: ${PHONE_NAME}`).click()
    await button(page, 'Yes, end it').click()
    await page.getByText('It is not certain that this session has ended.').waitFor()
    expect(await rows(page).count()).toBe(2)
  })

  it('needs no mouse, and the focus is never lost', async () => {
    const page = await openAlone()
    await openElsewhere()
    await openElsewhere({ ...LAPTOP, userAgent: `${LAPTOP.userAgent} Edg/143.0` })
    await page.reload()
    await rows(page).nth(2).waitFor()
    const names = ['Edge on Windows', PHONE_NAME]
    const end = (name = '') => button(page, `End session: ${name}`)

    await tabTo(page, end(names[0]))
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    expect(await hasFocus(end(names[0]))).toBe(true)
    await page.keyboard.press('Space')
    await tabTo(page, button(page, 'Yes, end it'), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await row(page, names[0] ?? '').waitFor({ state: 'detached' })
    // The next one's, to go on with.
    expect(await hasFocus(end(names[1]))).toBe(true)

    await page.keyboard.press('Enter')
    await tabTo(page, button(page, 'Yes, end it'), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await row(page, names[1] ?? '').waitFor({ state: 'detached' })
    expect(await hasFocus(list(page))).toBe(true)
    expect(readProblems(page)).toEqual([])
  })
})

describe('signing out everywhere else', () => {
  it('says how many, ends them all and keeps this one', async () => {
    const page = await openAlone()
    const others = [await openElsewhere(), await openElsewhere(LAPTOP)]
    await page.reload()
    await tabTo(page, button(page, 'Sign out everywhere else'))
    await page.keyboard.press('Enter')
    await tabTo(page, button(page, 'End 2 sessions'), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await status(page, 'You are signed out everywhere else.').waitFor()
    await expectSoon(() => rows(page).count()).toBe(1)
    await row(page, LAPTOP_NAME).getByText('This device').waitFor()
    expect(await button(page, 'Sign out everywhere else').count()).toBe(0)
    expect(await hasFocus(list(page))).toBe(true)
    for (const other of others) {
      await link(other, 'Token claims').click()
      await other.getByText('Your session has ended.').waitFor()
    }
    await page.goto(address())
    await row(page, 'This device').waitFor()
    expect(readProblems(page)).toEqual([])
  })
})

it('a session that ended meanwhile ends no other: the page leads to sign-in', async () => {
  const page = await openAlone()
  const phone = await openElsewhere()
  await page.reload()
  await button(page, 'Sign out everywhere else').click()
  await link(phone, 'Security').click()
  await button(phone, `End session: ${LAPTOP_NAME}`).click()
  await button(phone, 'Yes, end it').click()
  await status(phone, `The session has ended: ${LAPTOP_NAME}.`).waitFor()

  await button(page, 'End 1 session').click()
  await page.getByText('Your session has ended.').waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
  await phone.reload()
  await row(phone, 'This device').waitFor()
})
