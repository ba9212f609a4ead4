import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { measureOverflow } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { readFacts } from './read-facts.ts'
import { readProblems } from './read-problems.ts'
import { arrive, openDoor } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

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

const NOOR = 'نور الدين الحسيني'
/** Lena's: 120 characters. */
const LONG_TITLE =
  'Deputy Vice-Principal for Curriculum, Assessment, Safeguarding, Timetabling, Estates, Examinations and External Partners'
const WIDTHS = [1_440, 360]

const rows = (page: Page) => page.getByRole('grid', { name: 'Users' }).getByRole('rowheader')
const personLink = (page: Page, name: string) => rows(page).getByRole('link', { name })
/** From the list, by way of what opens beside it. */
async function openPersonPage(page: Page, name: string): Promise<void> {
  await personLink(page, name).click()
  await page.getByRole('dialog', { name }).getByRole('link', { name: 'Open page' }).click()
}
const count = (page: Page) => page.getByRole('status').filter({ hasText: /shown/ })
const chip = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Filters' }).getByRole('button', { name, exact: true })
const heading = (page: Page) => page.getByRole('heading', { level: 1 })

const findPerson = (displayName: string) => {
  const found = site.emulator.people.find((person) => person.displayName === displayName)
  if (!found) throw new Error(`There is no ${displayName}.`)
  return found
}

const readDirection = (of: Locator): Promise<string> =>
  of.evaluate((element) => element.ownerDocument.defaultView.getComputedStyle(element).direction)

/** By how many pixels a text is wider than the room it is shown in. */
const measureCut = (of: Locator): Promise<number> =>
  of.evaluate((element) => Math.max(0, element.scrollWidth - element.clientWidth))

/** How wide the pictures in it are that have come, in pixels of their own. */
const measurePictures = (within: Locator): Promise<number[]> =>
  within.locator('img').evaluateAll((pictures) => pictures.map(({ naturalWidth }) => naturalWidth))

async function expectNoOverflow(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    expect(await measureOverflow(page), `pixels wider than ${width}`).toBe(0)
  }
}

describe('a person', () => {
  it('whose name runs from right to left turns nothing else round', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/users?search=noor' })
    const name = personLink(page, NOOR).getByText(NOOR)
    await name.waitFor()
    expect(await readDirection(name)).toBe('rtl')
    expect(await readDirection(rows(page).first())).toBe('ltr')
    await expectNoOverflow(page)

    await openPersonPage(page, NOOR)
    const isolated = heading(page).getByText(NOOR)
    await isolated.waitFor()
    expect(await isolated.evaluate((element) => element.localName)).toBe('bdi')
    expect(await readDirection(isolated)).toBe('rtl')
    expect(await readDirection(heading(page))).toBe('ltr')
    expect(await page.title()).toBe(`${NOOR} – Vestibule`)
    expect(await readFacts(page.getByRole('main'))).toMatchObject({
      Mail: 'noor@contoso.test',
      'Job title': expect.stringContaining('معلم الفيزياء'),
    })
    await expectNoOverflow(page)
    expect(readProblems(page)).toEqual([])
  })

  it('with a title of 120 characters has all of it on their page', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/users?search=lena' })
    await personLink(page, 'Lena Longtitle').waitFor()
    await expectNoOverflow(page)

    await openPersonPage(page, 'Lena Longtitle')
    const shown = page.getByRole('definition').getByText(LONG_TITLE, { exact: true })
    await shown.waitFor()
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      expect(await measureOverflow(page)).toBe(0)
      expect(await measureCut(shown), `pixels of the title out of sight at ${width}`).toBe(0)
    }
    expect(readProblems(page)).toEqual([])
  })

  it('without mail, job and picture reads so in words, under their initials', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/users?search=max+member' })
    const row = rows(page).filter({ has: page.getByRole('link', { name: 'Max Member' }) })
    await row.waitFor()
    expect(await row.textContent()).toMatch(/^MMMax Member/)
    await expectNoOverflow(page)

    await openPersonPage(page, 'Max Member')
    await page.getByRole('definition').getByText('max@contoso.test').waitFor()
    expect(await readFacts(page.getByRole('main'))).toMatchObject({
      Mail: 'Not given',
      'Mobile phone': 'Not given',
      'Job title': 'Not given',
      'User principal name': 'max@contoso.test',
    })
    // The answer that there is none may still be on its way.
    await expectSoon(() => page.getByRole('main').locator('img').count()).toBe(0)
    await page.getByRole('main').getByText('MM', { exact: true }).waitFor()
    await expectNoOverflow(page)
    expect(readProblems(page)).toEqual([])
  })

  it('who has a picture is shown with it, in the list and on their page', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/users?search=tom+tea' })
    await personLink(page, 'Tom Teacher').waitFor()
    await expectSoon(() => measurePictures(rows(page))).toEqual([
      expect.toSatisfy((width) => width >= 24),
    ])

    await openPersonPage(page, 'Tom Teacher')
    await heading(page).getByText('Tom Teacher').waitFor()
    await expectSoon(() => measurePictures(page.getByRole('main'))).toEqual([
      expect.toSatisfy((width) => width >= 72),
    ])
    expect(readProblems(page)).toEqual([])
  })

  it('is opened by a link and by an address, with the id or the name they sign in with', async () => {
    const page = await openPage(browser)
    const { id, userPrincipalName } = findPerson('Sara Student')
    await arrive(page, site, { path: '/users?search=sara+student' })
    await openPersonPage(page, 'Sara Student')
    await heading(page).getByText('Sara Student').waitFor()
    expect(page.url()).toBe(`${site.origin}/users/${id}`)

    for (const key of [id, userPrincipalName]) {
      await page.goto(`${site.origin}/users/${encodeURIComponent(key)}`)
      await heading(page).getByText('Sara Student').waitFor()
      await page.getByRole('definition').getByText(userPrincipalName).first().waitFor()
      expect(await page.title()).toBe('Sara Student – Vestibule')
    }
    expect(readProblems(page)).toEqual([])
  })
})

describe('the list', () => {
  it('reaches everybody by scrolling alone', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/users' })
    await count(page).getByText('100 of 272 people').waitFor()
    await page.mouse.move(600, 400)
    await expectSoon(async () => {
      await page.mouse.wheel(0, 2_000)
      return count(page).textContent()
    }).toContain('272 of 272 people')
    await page.mouse.wheel(0, 20_000)
    const last = page.getByRole('grid', { name: 'Users' }).getByRole('row').last()
    await expectSoon(() => last.getAttribute('aria-rowindex')).toBe('273')
    // Those that are far above are not in the page any more.
    expect(await rows(page).count()).toBeLessThan(60)
    expect(readProblems(page)).toEqual([])
  })

  it('keeps its filters in the address, through a reload and back again', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/users' })
    await count(page).getByText('100 of 272 people').waitFor()
    await chip(page, 'Guests').click()
    await expectSoon(() => readFilters(page)).toEqual(['userType:Guest'])
    await expectSoon(() => count(page).textContent()).not.toContain('272')
    const guests = await count(page).textContent()

    await chip(page, 'Disabled').click()
    await expectSoon(() => readFilters(page)).toEqual(['userType:Guest', 'accountEnabled:false'])
    await page.reload()
    await chip(page, 'Disabled').waitFor()
    expect(await readPressed(page)).toEqual(['Disabled', 'Guests'])

    await page.goBack()
    await expectSoon(() => readFilters(page)).toEqual(['userType:Guest'])
    expect(await readPressed(page)).toEqual(['Guests'])
    await expectSoon(() => count(page).textContent()).toBe(guests)
    await page.goBack()
    await count(page)
      .getByText(/ of 272 people/)
      .waitFor()
    expect(await readPressed(page)).toEqual([])
    expect(readProblems(page)).toEqual([])
  })

  it('asks for a permission that is missing, and is as it was once it is given', async () => {
    const page = await openPage(browser)
    site.emulator.reset({ consent: 'none' })
    onTestFinished(() => site.emulator.reset())
    const path = '/users?search=t&filter=userType:Member&orderBy=-createdAt'
    await page.goto(site.origin + path)
    await openDoor(page)
    await page.getByRole('button', { name: 'Sign in as Ada Admin' }).click()
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByRole('button', { name: 'Give consent' }).click()
    await page.getByRole('heading', { name: 'Permissions requested' }).waitFor()
    await page.getByRole('button', { name: 'Accept' }).click()

    await rows(page).first().waitFor()
    const { pathname, searchParams } = new URL(page.url())
    expect(pathname).toBe('/users')
    expect([...searchParams]).toEqual([...new URL(site.origin + path).searchParams])
    await page.getByRole('button', { name: 'Remove filter: Members' }).waitFor()
    const search = page.getByRole('searchbox', { name: 'Search by name or address' })
    expect(await search.inputValue()).toBe('t')
    const created = page.getByRole('columnheader', { name: 'Created' })
    expect(await created.getAttribute('aria-sort')).toBe('descending')
  })
})

const readFilters = async (page: Page) => new URL(page.url()).searchParams.getAll('filter')

const readPressed = async (page: Page) =>
  page
    .getByRole('region', { name: 'Filters' })
    .getByRole('button', { pressed: true })
    .allInnerTexts()
