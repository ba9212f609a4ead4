import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
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

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const grid = (page: Page) => page.getByRole('grid', { name: 'Users' })
const table = (page: Page, name: string) => page.getByRole('table', { name })
const searchBox = (page: Page) => page.getByRole('searchbox', { name: 'Search by name or address' })
const nameOf = (page: Page, person: string) => grid(page).getByRole('rowheader', { name: person })

/** Of a long list only the rows in sight are there; it says how many it has. */
const countRows = async (page: Page) => Number(await grid(page).getAttribute('aria-rowcount')) - 1

const readCreationDates = async (page: Page): Promise<string[]> =>
  grid(page)
    .getByRole('time')
    .evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''))

it('one walk leads in through both doors, through every page and out through both again', async () => {
  const page = await openPage(browser)
  const opened = await page.goto(site.origin)
  expect(opened?.status()).toBe(401)
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  expect(await page.title()).toBe('Sign in – Vestibule')

  await openDoor(page)
  await page.getByRole('heading', { level: 1, name: 'Sign in to Contoso' }).waitFor()
  expect(new URL(page.url()).origin).toBe(site.emulator.url)
  await page.getByRole('button', { name: 'Sign in as Ada Admin' }).click()

  await page.getByRole('heading', { level: 2, name: 'Ada Admin' }).waitFor()
  expect(page.url()).toBe(`${site.origin}/`)
  expect(await page.title()).toBe('Profile – Vestibule')

  await link(page, 'Token claims').click()
  await table(page, 'ID token').waitFor()
  expect(page.url()).toBe(`${site.origin}/claims`)
  expect(await page.title()).toBe('Token claims – Vestibule')

  await link(page, 'Users').click()
  await nameOf(page, 'Ada Admin').waitFor()
  expect(page.url()).toBe(`${site.origin}/users`)
  expect(await page.title()).toBe('Users – Vestibule')

  // Pictures that are still on their way would be refused after the sign-out.
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out.').waitFor()
  expect(page.url()).toBe(`${site.origin}/sign-in`)
  // The first page was asked for before anybody had signed in.
  expect(readProblems(page)).toEqual(['401 /'])
})

describe('signed in', () => {
  it('the profile shows the person as the directory knows them, and their role', async () => {
    const page = await openPage(browser)
    await arrive(page, site)
    await page.getByRole('heading', { level: 2, name: 'Ada Admin' }).waitFor()
    const ada = site.emulator.people.find(({ displayName }) => displayName === 'Ada Admin')
    expect(await readFacts(page.getByRole('main'))).toMatchObject({
      'Display name': 'Ada Admin',
      'Given name': 'Ada',
      Surname: 'Admin',
      'Job title': 'Head of IT',
      Organisation: 'Contoso',
      Mail: 'ada@contoso.test',
      'User principal name': 'ada@contoso.test',
      'Object id': ada?.id,
      'Tenant id': site.emulator.tenants[0]?.id,
    })
    const role = page.getByRole('listitem').filter({ hasText: 'Admin' })
    expect(await role.textContent()).toBe(
      'AdminYou are a Global Administrator of this organisation.Directory role: Global Administrator',
    )
    expect(readProblems(page)).toEqual([])
  })

  it.each([
    [
      'Tom Teacher',
      'Teacher',
      'Your account has a faculty licence.Licence: Office 365 A1 for faculty',
    ],
    [
      'Sara Student',
      'Student',
      'Your account has a student licence.Licence: Office 365 A1 for students',
    ],
  ])('%s has the role %s and is told where it comes from', async (person, role, source) => {
    const page = await openPage(browser)
    await arrive(page, site, { person })
    const found = page.getByRole('listitem').filter({ hasText: role })
    expect(await found.textContent()).toBe(role + source)
    expect(readProblems(page)).toEqual([])
  })

  it('Max Member has no role, no mail and no job, and reads so in words', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { person: 'Max Member' })
    await page.getByText('You have no role. What everyone may do, you may do.').waitFor()
    expect(await readFacts(page.getByRole('main'))).toMatchObject({
      'Display name': 'Max Member',
      'Job title': 'Not given',
      Mail: 'Not given',
    })
    expect(readProblems(page)).toEqual([])
  })

  it('every claim stands with its value and its meaning', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/claims' })
    const claims = table(page, 'ID token')
    const meanings: Record<string, string> = {
      'preferred_username ada@contoso.test': 'The user name to show. It may change; never a key.',
      [`tid ${site.emulator.tenants[0]?.id} Contoso`]: 'The organisation’s id (tenant id).',
      'ver 2.0': 'The version of the token’s format.',
    }
    for (const [claim, meaning] of Object.entries(meanings)) {
      await claims.getByRole('row', { name: `${claim} ${meaning}` }).waitFor()
    }
    const rows = await claims.getByRole('row').all()
    const cells = await Promise.all(
      rows.slice(1).map((row) => row.getByRole('cell').allInnerTexts()),
    )
    expect(cells.length).toBeGreaterThan(15)
    expect(cells.flat().filter((text) => text.trim() === '')).toEqual([])

    await page.getByRole('searchbox', { name: 'Filter claims' }).fill('never a key')
    await page.getByText(/^2 of \d+ claims$/).waitFor()
    expect(await claims.getByRole('rowheader').count()).toBe(2)
    expect(readProblems(page)).toEqual([])
  })

  it('an access token shows what it is good for and until when, and gains what a page needs', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/claims' })
    const token = page.getByRole('listitem').filter({ hasText: 'https://graph.microsoft.com' })
    await token.waitFor()
    const scopes = token.getByRole('listitem')
    expect(await scopes.allInnerTexts()).toEqual(['User.Read'])
    expect(await token.textContent()).toMatch(/Expires in 5\d minutes/)

    await link(page, 'Users').click()
    await nameOf(page, 'Ada Admin').waitFor()
    await page.goto(`${site.origin}/claims`)
    await scopes.nth(1).waitFor()
    expect(await scopes.allInnerTexts()).toEqual(['User.Read', 'User.Read.All'])
  })
})

describe('the directory', () => {
  it('comes a hundred people at a time, until everybody is there', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/users' })
    const more = page.getByRole('button', { name: 'Show more people' })
    const status = page.getByRole('status')
    await status.getByText('100 of 272 people').waitFor()
    await more.click()
    await status.getByText('200 of 272 people').waitFor()
    await more.click()
    await status.getByText('272 of 272 people').waitFor()
    expect(await countRows(page)).toBe(272)
    expect(await more.count()).toBe(0)
    expect(readProblems(page)).toEqual([])
  })

  it('is narrowed by a search, which stands in the address and outlives a reload and Back', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/users' })
    await page.getByText('100 of 272 people').waitFor()
    await searchBox(page).fill('tom tea')
    await page.getByText('1 of 1 person').waitFor()
    expect(await countRows(page)).toBe(1)
    expect(new URL(page.url()).search).toBe('?search=tom+tea')

    await page.reload()
    await nameOf(page, 'Tom Teacher').waitFor()
    expect(await searchBox(page).inputValue()).toBe('tom tea')

    await link(page, 'Profile').click()
    await page.getByRole('heading', { level: 2, name: 'Ada Admin' }).waitFor()
    await page.goBack()
    await nameOf(page, 'Tom Teacher').waitFor()
    expect(await searchBox(page).inputValue()).toBe('tom tea')
    expect(await countRows(page)).toBe(1)
    expect(readProblems(page)).toEqual([])
  })

  it('says that nobody matches, and shows everybody again at the press of a button', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/users?search=zzzz' })
    await page.getByRole('heading', { name: 'Nobody matches “zzzz”.' }).waitFor()
    await page.getByRole('button', { name: 'Show everybody' }).click()
    await page.getByText('100 of 272 people').waitFor()
    expect(new URL(page.url()).search).toBe('')
    expect(await searchBox(page).inputValue()).toBe('')
  })

  it('is sorted by a press on a heading, turned round by a second, and Back undoes each', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/users' })
    await page.getByText('100 of 272 people').waitFor()
    const heading = page.getByRole('columnheader', { name: 'Created' })
    const readOrder = () => heading.getAttribute('aria-sort')
    expect(await readOrder()).toBe('none')

    await heading.getByRole('button').click()
    await page.waitForURL('**/users?orderBy=createdAt')
    await expectSoon(readOrder).toBe('ascending')
    await expectSoon(() => readCreationDates(page)).toSatisfy(
      (dates: string[]) => dates.length > 10 && isSorted(dates),
    )

    await heading.getByRole('button').click()
    await page.waitForURL('**/users?orderBy=-createdAt')
    await expectSoon(readOrder).toBe('descending')
    await expectSoon(() => readCreationDates(page)).toSatisfy(
      (dates: string[]) => dates.length > 10 && isSorted(dates.toReversed()),
    )

    await page.goBack()
    await expectSoon(readOrder).toBe('ascending')
    await page.goBack()
    await expectSoon(readOrder).toBe('none')
    expect(readProblems(page)).toEqual([])
  })
})

describe('signed out', () => {
  it.each(['/', '/claims', '/users?search=tom+tea&orderBy=-displayName'])(
    '%s is the sign-in page with status 401, and opens after signing in again',
    async (path) => {
      const page = await openPage(browser)
      await arrive(page, site)
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByText('You are signed out.').waitFor()
      page.problems.length = 0

      const opened = await page.goto(site.origin + path)
      expect(opened?.status()).toBe(401)
      await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
      expect(page.url()).toBe(site.origin + path)

      await openDoor(page)
      await page.getByRole('button', { name: 'Sign in as Ada Admin' }).click()
      await page.waitForURL(site.origin + path)
      await page.getByRole('button', { name: 'Sign out' }).waitFor()
      if (path.startsWith('/users')) {
        await nameOf(page, 'Tom Teacher').waitFor()
        expect(await searchBox(page).inputValue()).toBe('tom tea')
      }
      expect(page.url()).toBe(site.origin + path)
      expect(readProblems(page)).toEqual([`401 ${path}`])
    },
  )

  it('every call of the API answers 401 and says where to sign in', async () => {
    const page = await openPage(browser)
    await arrive(page, site)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()

    const description = await page.request.get(`${site.origin}/api/openapi.json`)
    const { paths } = (await description.json()) as { paths: Record<string, object> }
    const calls = Object.entries(paths).flatMap(([path, operations]) =>
      'get' in operations && path.startsWith('/api/') ? [path] : [],
    )
    expect(calls).toEqual(expect.arrayContaining(['/api/me', '/api/token-claims', '/api/users']))
    for (const path of calls) {
      const reply = await page.request.get(site.origin + path)
      expect(reply.status(), path).toBe(401)
      expect(await reply.json(), path).toMatchObject({
        code: 'unauthenticated',
        signInUrl: '/auth/login',
      })
    }
  })
})

it('a disabled account stays at the organisation’s page, which says why', async () => {
  const page = await openPage(browser)
  await page.goto(site.origin)
  await openDoor(page)
  await page.getByRole('button', { name: 'Sign in as Dana Disabled' }).click()
  await page.getByRole('alert').getByText('AADSTS50057').waitFor()
  expect(new URL(page.url()).origin).toBe(site.emulator.url)
})

it('a guest reads that the directory is closed to them, and everything else is open', async () => {
  const page = await openPage(browser)
  await arrive(page, site, { person: 'Gil Guest', path: '/users' })
  const panel = page.getByRole('alert')
  await panel.getByRole('heading', { name: 'Your account may not see this.' }).waitFor()
  await panel.getByText('An administrator of your organisation can change that.').waitFor()

  await link(page, 'Token claims').click()
  await table(page, 'ID token').waitFor()
  await link(page, 'Profile').click()
  await page.getByRole('heading', { level: 2, name: 'Gil Guest' }).waitFor()
  // A refusal is an answer: it is not asked for twice.
  expect(readProblems(page)).toEqual(['403 /api/users?top=100&orderBy=displayName'])
})

function isSorted(texts: readonly string[]): boolean {
  return texts.every((text, index) => index === 0 || (texts[index - 1] ?? '') <= text)
}
