import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { measureOverflow } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { arrive } from './sign-in.ts'
import { type Site, startSite } from './site.ts'
import { hasFocus } from './tab-to.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite()
  browser = await launchBrowser()
})
afterEach(async () => {
  site.emulator.clearFaults()
  await closePages(browser)
})
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

const heading = (page: Page, name: string) => page.getByRole('heading', { name })
const groupLink = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Groups' }).getByRole('link', { name })
const part = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of the group' }).getByRole('link', { name })
const members = (page: Page) => page.getByRole('list', { name: 'Members' }).getByRole('listitem')
const documents = (page: Page) => page.getByRole('table', { name: 'Documents' })
const folder = (page: Page, name: string) =>
  documents(page).getByRole('rowheader').getByRole('link', { name })
const path = (page: Page) => page.getByRole('navigation', { name: 'Folder' })
const conversations = (page: Page) =>
  page.getByRole('list', { name: 'Conversations' }).getByRole('listitem')

/** The refusals of the API, without the ids. */
const readRefusals = (page: Parameters<typeof readProblems>[0]) =>
  readProblems(page).map((problem) => problem.replaceAll(/[0-9a-f]{8}(-[0-9a-f]+){4}/g, '{id}'))

async function openGroup(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: 'Groups' })
    .click()
  await groupLink(page, name).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

it('a group is found, and its members, folders and conversations are walked through', async () => {
  const page = await openPage(browser)
  await arrive(page, site, { path: '/groups' })
  await page.getByRole('status').getByText('5 groups').waitFor()
  await page.getByRole('searchbox', { name: 'Search groups' }).fill('library')
  await page.getByRole('status').getByText('1 group', { exact: true }).waitFor()
  const row = page.getByRole('listitem').filter({ hasText: 'Chess club' })
  expect(await row.textContent()).toMatch(/Thursdays at four.*Microsoft 365 group.*chess@/)
  await groupLink(page, 'Chess club').click()

  await members(page).filter({ hasText: 'ada@contoso.test' }).waitFor()
  expect(await page.title()).toBe('Chess club – Vestibule')
  expect(await part(page, 'Members').getAttribute('aria-current')).toBe('page')
  const ada = members(page).getByRole('link', { name: 'Ada Admin' })
  expect(await ada.getAttribute('href')).toMatch(/^\/users\/[0-9a-f-]{36}$/)
  await part(page, 'Documents').click()
  await folder(page, 'Opening books').waitFor()
  const library = page.getByRole('link', { name: 'Open the library on the web' })
  expect(await library.getAttribute('href')).toMatch(/^https:\/\/.+\/Shared%20Documents$/)
  for (const name of ['target', 'rel']) {
    const expected = { target: '_blank', rel: 'noopener noreferrer' }[name]
    expect(await library.getAttribute(name)).toBe(expected)
  }
  const file = documents(page).getByRole('row', { name: 'Rules of the club.docx' })
  expect(await file.textContent()).toMatch(/37\.1.kB/)
  await file.getByRole('link', { name: 'Open on the web Rules of the club.docx' }).waitFor()

  await folder(page, 'Opening books').click()
  await folder(page, 'Puzzles').click()
  await documents(page).getByRole('rowheader', { name: 'Mate in two.pdf' }).waitFor()
  expect(await path(page).getByRole('listitem').allTextContents()).toEqual([
    'All documents',
    'Opening books',
    'Puzzles',
  ])
  await expectSoon(() => hasFocus(path(page).getByText('Puzzles').locator('..'))).toBe(true)
  expect(await part(page, 'Documents').getAttribute('aria-current')).toBe('page')
  expect(await part(page, 'Members').getAttribute('aria-current')).toBeNull()
  await page.reload()
  await path(page).getByRole('link', { name: 'Opening books' }).waitFor()
  await page.goBack()
  await folder(page, 'Puzzles').waitFor()
  await path(page).getByRole('link', { name: 'All documents' }).click()
  await folder(page, 'Tournament 2026').waitFor()

  await part(page, 'Conversations').click()
  const pairings = conversations(page).filter({ hasText: 'Pairings for Thursday' })
  expect(await pairings.textContent()).toMatch(/Round four.+Tom Teacher, Sara Student/)
  const outlook = pairings.getByRole('link', { name: 'Open in Outlook' })
  expect(await outlook.getAttribute('href')).toMatch(
    /^https:\/\/outlook\.office\.com\/owa\/\?path=\/group\/chess%40contoso\.test\/mail&.*ConvID=/,
  )
  await heading(page, 'Re: <script>alert("chess")</script>').waitFor()
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await measureOverflow(page)).toBe(0)
  expect(readProblems(page)).toEqual([])
})

it('who is not in a private group is told so, and a security group says that it has nothing to open', async () => {
  const page = await openPage(browser)
  await arrive(page, site, { person: 'Tom Teacher', path: '/groups' })
  await openGroup(page, 'All students')
  await members(page).first().waitFor()
  await part(page, 'Documents').click()
  await heading(page, 'You may not open the documents of this group.').waitFor()
  await page.getByText('A private group opens them to its members only.').waitFor()
  await part(page, 'Conversations').click()
  await heading(page, 'You may not read the conversations of this group.').waitFor()

  await openGroup(page, 'Staff')
  await members(page).filter({ hasText: 'A group within the group' }).first().waitFor()
  await part(page, 'Documents').click()
  await heading(page, 'Security groups have no documents.').waitFor()
  await part(page, 'Conversations').click()
  await heading(page, 'Security groups have no conversations.').waitFor()
  await part(page, 'Members').click()
  await page.getByRole('link', { name: 'All teachers' }).click()
  await part(page, 'Documents').click()
  await folder(page, 'Minutes of meetings').waitFor()
  expect(readRefusals(page)).toEqual([
    '403 /api/groups/{id}/documents',
    '403 /api/groups/{id}/conversations?top=20',
    '404 /api/groups/{id}/documents',
    '404 /api/groups/{id}/conversations?top=20',
  ])
})

it('somebody in no group opens the public one, and reads in words what is empty or not there', async () => {
  const page = await openPage(browser)
  await arrive(page, site, { person: 'Max Member', path: '/groups?search=zzzz' })
  await heading(page, 'No group matches “zzzz”.').waitFor()
  await page.getByRole('button', { name: 'Show all groups' }).click()
  await page.getByRole('button', { name: 'Distribution' }).click()
  await heading(page, 'There is no group of this kind.').waitFor()
  await page.getByRole('button', { name: 'Distribution' }).click()

  await openGroup(page, 'Chess club')
  await part(page, 'Documents').click()
  await folder(page, 'Tournament 2026').click()
  await folder(page, 'Photos from the final').click()
  await heading(page, 'This folder is empty.').waitFor()
  const group = new URL(page.url()).pathname
  await page.goto(`${site.origin}${group}?folder=01NOSUCHFOLDER`)
  await heading(page, 'There is no such folder in this group.').waitFor()
  await page.getByRole('link', { name: 'Show all documents' }).click()
  await folder(page, 'Opening books').waitFor()
  await page.goto(`${site.origin}/groups/00000000-0000-4000-8000-000000000000`)
  await heading(page, 'There is no such group in this directory.').waitFor()
  await page.getByRole('link', { name: 'Look for another one' }).click()
  await openGroup(page, 'All teachers')
  await part(page, 'Documents').click()
  await heading(page, 'You may not open the documents of this group.').waitFor()
})

it('a part that fails leaves the others alone, and one without consent leads to it', async () => {
  const page = await openPage(browser)
  site.emulator.withdrawConsent({ permissions: ['Group-Conversation.Read.All'] })
  onTestFinished(() => site.emulator.reset())
  await arrive(page, site, { path: '/groups' })
  await openGroup(page, 'Chess club')
  await members(page).first().waitFor()
  const { pathname } = new URL(page.url())
  const match = `/v1.0${pathname}/drive`
  site.emulator.addFault({ match, kind: 'status', status: 500 })
  await part(page, 'Documents').click()
  await heading(page, 'Microsoft could not be reached.').waitFor()
  await part(page, 'Members').click()
  await members(page).first().waitFor()
  await part(page, 'Documents').click()
  await heading(page, 'Microsoft could not be reached.').waitFor()
  site.emulator.clearFaults()
  await page.getByRole('button', { name: 'Try again' }).click()
  await folder(page, 'Opening books').waitFor()

  await part(page, 'Conversations').click()
  await heading(page, 'Vestibule needs a permission that it does not have yet.').waitFor()
  await page.getByText('Group-Conversation.Read.All').waitFor()
  await page.getByRole('button', { name: 'Give consent' }).click()
  await page.getByRole('button', { name: 'Sign in as Ada Admin' }).waitFor()
})
