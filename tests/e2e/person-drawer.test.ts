import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { readFacts } from './read-facts.ts'
import { readProblems } from './read-problems.ts'
import { arrive } from './sign-in.ts'
import { type Site, startSite } from './site.ts'
import { hasFocus } from './tab-to.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite({ MIRROR_REFRESH_SECONDS: '60' })
  browser = await launchBrowser()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

const drawer = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })
const part = (within: Locator, title: string) =>
  within
    .locator('section')
    .filter({ has: within.page().getByRole('heading', { level: 2, name: title }) })
const MEMBERSHIPS = 'Groups, roles and licences'

const findId = (displayName: string) => {
  const found = site.emulator.people.find((person) => person.displayName === displayName)
  if (!found) throw new Error(`There is no ${displayName}.`)
  return found.id
}

/** The list from what is kept on the server, which comes a moment after the first sign-in. */
async function openKept(page: Page, path: string): Promise<void> {
  await expectSoon(async () => {
    const answer = await page.request.get(`${site.origin}/api/users?top=1`)
    return (await answer.json()).source
  }).toBe('mirror')
  await page.goto(site.origin + path)
}

async function expectNoBarriers(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await findBarriers(page), colorScheme).toEqual([])
  }
}

it('a person opens beside the list by an address, and the next one is a press away', async () => {
  const page = await openPage(browser, { viewport: { width: 1_440, height: 900 } })
  await arrive(page, site)
  await openKept(page, `/users?person=${findId('Ada Admin')}`)
  const ada = drawer(page, 'Ada Admin')
  await expectSoon(() => hasFocus(ada.getByRole('heading', { name: 'Ada Admin' }))).toBe(true)
  await ada.getByText('1 of 272').waitFor()
  expect(
    await ada.getByRole('button', { name: 'Previous person' }).getAttribute('aria-disabled'),
  ).toBe('true')
  await part(ada, MEMBERSHIPS).getByText('Office 365 E3').waitFor()
  const groups = part(ada, MEMBERSHIPS).getByRole('definition').first().getByRole('link')
  await expectSoon(() => groups.count()).toBeGreaterThan(0)
  expect(await groups.first().getAttribute('href')).toMatch(/^\/groups\/[0-9a-f-]{36}$/)
  await part(ada, 'Last sign-in').getByRole('time').first().waitFor()
  await part(ada, 'What was done here').getByText('Nothing was done to this account').waitFor()
  // One's own account nobody disables from here.
  expect(await ada.getByRole('button', { name: 'Disable account' }).count()).toBe(0)
  await expectNoBarriers(page)

  await ada.getByRole('button', { name: 'Next person' }).click()
  const next = drawer(page, 'Agnès Dubois')
  await next.getByText('2 of 272').waitFor()
  expect(await hasFocus(next.getByRole('button', { name: 'Next person' }))).toBe(true)
  expect(await next.getByRole('status').first().textContent()).toBe('Agnès Dubois, 2 of 272')
  expect(await ada.count()).toBe(0)
  await next.getByRole('button', { name: 'Disable account' }).waitFor()
  expect(new URL(page.url()).searchParams.get('person')).not.toBe(findId('Ada Admin'))

  await page.keyboard.press(']')
  await drawer(page, 'Agnès Dupré').getByText('3 of 272').waitFor()
  await page.keyboard.press('[')
  await next.getByText('2 of 272').waitFor()

  // The list stays in use beside it, but on a telephone there is no room for both.
  await page.getByRole('searchbox').fill('noor')
  await expectSoon(() => page.getByRole('rowheader').count()).toBe(1)
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await measureOverflow(page)).toBe(0)
  expect(await next.evaluate((element) => element.matches(':modal'))).toBe(true)
  await expectNoBarriers(page)
  await page.keyboard.press('Escape')
  await expectSoon(() => page.getByRole('dialog').count()).toBe(0)
  expect(new URL(page.url()).searchParams.get('person')).toBeNull()

  await page.setViewportSize({ width: 1_440, height: 900 })
  const link = page.getByRole('rowheader').getByRole('link')
  await link.focus()
  await page.keyboard.press('Enter')
  const noor = drawer(page, 'نور الدين الحسيني')
  await noor.getByText('1 of 1').waitFor()
  await noor.getByRole('link', { name: 'Open page' }).click()
  await page.getByRole('heading', { level: 1, name: 'نور الدين الحسيني' }).waitFor()
  await page.goBack()
  await noor.waitFor()

  // Beside a list that Graph answers, whoever stands next is asked of Graph as well.
  const asked = page.waitForRequest(/neighbours/)
  await page.goto(`${page.url()}&live=true`)
  expect(new URL((await asked).url()).searchParams.get('source')).toBe('graph')
  await noor.waitFor()
  await page.keyboard.press('Escape')
  await expectSoon(() => page.getByRole('dialog').count()).toBe(0)
  expect(readProblems(page)).toEqual([])
})

it('who was disabled is said to be so first, with who did it and when', async () => {
  const page = await openPage(browser)
  await arrive(page, site, { path: '/users/sara@contoso.test' })
  await page.getByRole('button', { name: 'Disable account' }).click()
  await page.getByLabel('Reason').fill('Left the school')
  await page.keyboard.press('Enter')
  await page.getByText('The account is disabled.').waitFor()
  const told = page.getByRole('status').filter({ hasText: 'nobody can sign in with it' })
  await told.getByText('Disabled by Ada Admin').waitFor()
  const entry = part(page.getByRole('main'), 'What was done here').getByRole('article')
  await entry.getByText('Left the school').waitFor()
  expect(await entry.count()).toBe(1)
  await expectNoBarriers(page)

  await page.goto(`${site.origin}/users/dana@contoso.test`)
  await told.getByText('It was not disabled from here.').waitFor()
  await page.goto(`${site.origin}/users/max@contoso.test`)
  await part(page.getByRole('main'), 'Last sign-in').getByText('Never signed in').waitFor()
  await page.getByRole('link', { name: 'Open the whole audit' }).click()
  await page.getByRole('feed', { name: 'Audit' }).getByText('Left the school').first().waitFor()
  expect(readProblems(page)).toEqual([])
})

it('each part that is refused or fails says what it lacks, and the others stay', async () => {
  const page = await openPage(browser)
  const tom = findId('Tom Teacher')
  site.emulator.withdrawConsent({ permissions: ['AuditLog.Read.All'] })
  const breakGroups = (status: number) =>
    site.emulator.addFault({ match: `/v1.0/users/${tom}/memberOf`, kind: 'status', status })
  onTestFinished(() => site.emulator.reset())
  breakGroups(403)
  await arrive(page, site, { path: `/users/${tom}` })
  const main = page.getByRole('main')
  const signIns = part(main, 'Last sign-in')
  await signIns.getByText('AuditLog.Read.All').waitFor()
  await signIns.getByRole('button', { name: 'Give consent' }).waitFor()
  await part(main, MEMBERSHIPS).getByText('User.Read.All').waitFor()
  expect(await readFacts(main)).toMatchObject({ Office: 'Room 214' })
  expect(await page.getByRole('alert').count()).toBe(0)
  await expectNoBarriers(page)

  site.emulator.clearFaults()
  breakGroups(404)
  await page.reload()
  const again = part(main, MEMBERSHIPS).getByRole('button', { name: 'Try again' })
  await again.waitFor()
  site.emulator.clearFaults()
  site.emulator.addFault({ match: `/v1.0/users/${tom}/memberOf`, kind: 'delay', delayMs: 1_000 })
  await page.getByRole('definition').getByText('Room 214').waitFor()
  await again.click()
  await part(main, MEMBERSHIPS).getByText('Office 365 A1 for faculty').waitFor()
  await part(main, MEMBERSHIPS).getByText('CLASSDASH_PREVIEW').waitFor()
  expect(new Set(readProblems(page))).toEqual(
    new Set([
      `403 /api/users/${tom}/sign-in-activity`,
      `403 /api/users/${tom}/memberships`,
      `404 /api/users/${tom}/memberships`,
    ]),
  )
})

it('accounts are counted by department, in bars that narrow the list and in a table', async () => {
  const page = await openPage(browser, { viewport: { width: 1_440, height: 900 } })
  await arrive(page, site)
  await openKept(page, '/users?plot=true')
  const plot = page.getByRole('region', { name: 'Accounts by department' })
  await plot
    .getByText(/^2\d\d of 272 accounts are enabled\. .+ is the largest department/)
    .waitFor()
  const bars = plot.getByRole('listitem')
  expect(await bars.count()).toBe(12)
  const told = await bars.first().textContent()
  await expectNoBarriers(page)

  await plot.getByRole('checkbox', { name: 'View as table' }).check()
  const rows = plot.getByRole('row')
  await expectSoon(() => rows.count()).toBe(13)
  const [name = '', enabled, disabled, all] = await rows.nth(1).locator('th, td').allTextContents()
  expect(told).toBe(`${name}${enabled} enabled, ${disabled} disabled${all}`)
  await expectNoBarriers(page)
  await plot.getByRole('checkbox', { name: 'View as table' }).uncheck()

  await bars.getByRole('button').first().focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: `Remove filter: Department: ${name}` }).waitFor()
  expect(new URL(page.url()).searchParams.getAll('filter')).toEqual([`department:${name}`])
  expect(await bars.getByRole('button').first().getAttribute('aria-pressed')).toBe('true')
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await measureOverflow(page)).toBe(0)
  expect(readProblems(page)).toEqual([])
})
