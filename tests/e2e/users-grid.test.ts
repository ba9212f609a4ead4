import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
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
/** How many people there are. */
let everybody: number
beforeAll(async () => {
  site = await startOpenSite({ EMULATOR_USERS: '5000', MIRROR_REFRESH_SECONDS: '3600' })
  site.emulator.updateUser('tom@contoso.test', { jobTitle: FORMULA })
  everybody = site.emulator.listUsers().length
  browser = await launchBrowser()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

const FORMULA = '=HYPERLINK("https://evil.test")'
const LONG = { timeout: 60_000 }
/** As the page writes it. */
const format = (count: number) => count.toLocaleString('en')

const grid = (page: Page) => page.getByRole('grid', { name: 'Users' })
const rows = (page: Page) => grid(page).getByRole('rowheader')
const heading = (page: Page, name: string) =>
  grid(page).getByRole('columnheader', { name, exact: true })
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
const status = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text)
const bar = (page: Page) => page.getByRole('region', { name: 'Selection' })
const param = (page: Page, name: string) => new URL(page.url()).searchParams.getAll(name)

/** The list as the server keeps it, from the first moment on. */
async function open(path: string, person = 'Ada Admin'): Promise<WatchedPage> {
  const page = await openPage(browser, { viewport: { width: 1_440, height: 900 } })
  await arrive(page, site, { person, path: '/settings' })
  await site.context.mirrorRunner.refresh()
  await page.goto(site.origin + path)
  return page
}

it(
  'thousands of people are walked through, sorted, selected and copied by keys',
  LONG,
  async () => {
    const page = await open('/users')
    const asked: string[] = []
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url())
      if (pathname === '/api/users') asked.push(searchParams.get('skip') ?? '0')
    })
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await status(page, `${format(everybody)} people`).waitFor()
    await page.getByText(/^as of \d/).waitFor()
    expect(await grid(page).getAttribute('aria-rowcount')).toBe(String(everybody + 1))
    expect(await grid(page).getAttribute('aria-colcount')).toBe('8')
    expect(await rows(page).count()).toBeLessThan(60)
    expect(await findBarriers(page)).toEqual([])

    // One stop of the Tab key, and from there to the end at once.
    await tabTo(page, rows(page).first())
    await page.keyboard.press('Control+End')
    const last = grid(page).getByRole('row').last()
    await expectSoon(() => last.getAttribute('aria-rowindex')).toBe(String(everybody + 1))
    const end = last.getByRole('gridcell').last()
    await expectSoon(() => hasFocus(end)).toBe(true)
    await end.getByRole('time').waitFor()
    expect(new Set(asked).size).toBeLessThan(4)
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('ArrowUp')
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight')
    expect(await hasFocus(heading(page, 'Department'))).toBe(true)
    await page.keyboard.press('Enter')
    await expectSoon(() => heading(page, 'Department').getAttribute('aria-sort')).toBe('ascending')
    expect(param(page, 'orderBy')).toEqual(['department'])
    await page.goBack()
    await expectSoon(() => heading(page, 'Name').getAttribute('aria-sort')).toBe('ascending')

    await rows(page).first().focus()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+ArrowDown')
    await bar(page).getByText('2 selected').waitFor()
    expect(await grid(page).getByRole('row', { selected: true }).count()).toBe(2)
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+a')
    const all = button(page, `Select all ${format(everybody)} who match`)
    expect(await hasFocus(all)).toBe(true)
    await page.keyboard.press('Escape')
    await expectSoon(() => bar(page).count()).toBe(0)

    await page.keyboard.press('/')
    const search = page.getByRole('searchbox')
    expect(await hasFocus(search)).toBe(true)
    await page.keyboard.type('tom@contoso')
    await status(page, `${format(everybody)} people, 1 matches`).waitFor()
    await tabTo(page, rows(page).first())
    await page.keyboard.press('Shift+C')
    await expectSoon(async () => JSON.parse((await readClipboard(page)) || '{}')).toMatchObject({
      displayName: 'Tom Teacher',
      jobTitle: FORMULA,
    })
    await page.keyboard.press('c')
    await expectSoon(() => readClipboard(page)).toBe('Tom Teacher')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Tom Teacher' }).waitFor()
    expect(param(page, 'person')).toHaveLength(1)
    await page.keyboard.press('Escape')
    await expectSoon(() => page.getByRole('dialog').count()).toBe(0)
    expect(await hasFocus(rows(page).first())).toBe(true)

    await page.goto(`${site.origin}/settings`)
    await page.getByRole('checkbox', { name: 'Single keys do something' }).uncheck()
    await page.goto(`${site.origin}/users`)
    await rows(page).first().focus()
    await page.keyboard.press('x')
    await page.keyboard.press('/')
    await page.keyboard.press('ArrowDown')
    expect(await hasFocus(rows(page).nth(1))).toBe(true)
    expect(await bar(page).count()).toBe(0)
    expect(readProblems(page)).toEqual([])
  },
)

it(
  'a list keeps its columns, is asked of Microsoft, and goes to a batch and into a file',
  LONG,
  async () => {
    const page = await open('/users?filter=userType:Member&search=tom')
    await button(page, 'Columns').click()
    await page.getByRole('checkbox', { name: 'Mail' }).check()
    for (let step = 0; step < 6; step++) await button(page, 'Move Mail up').click()
    await page.keyboard.press('Escape')
    expect(await hasFocus(button(page, 'Columns'))).toBe(true)
    expect(await heading(page, 'Mail').getAttribute('aria-colindex')).toBe('3')
    expect(param(page, 'columns').slice(0, 2)).toEqual(['displayName', 'mail'])

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Export…')
        .click()
        .then(() => button(page, 'CSV').click()),
    ])
    const table = readFileSync(await download.path(), 'utf8')
    const matching = table.trim().split('\r\n').length - 1
    expect(table).toMatch(/^\ufeffdisplayName,mail,userPrincipalName,jobTitle,/)
    expect(table).toContain(`Tom Teacher,tom@contoso.test,tom@contoso.test,"'=HYPERLINK(`)
    await status(page, 'Saved as a file.').waitFor()
    await page.keyboard.press('Escape')

    await page.goto(`${site.origin}/users?orderBy=jobTitle`)
    await heading(page, 'Mail').waitFor()
    await button(page, 'Live from Graph').click()
    await status(page, `100 of ${format(everybody)} people shown`).waitFor()
    expect(param(page, 'live')).toEqual(['true'])
    expect(param(page, 'orderBy')).toEqual([])
    expect(await page.getByText(/^as of/).count()).toBe(0)
    expect(await heading(page, 'Job title').getByRole('button').count()).toBe(0)
    expect(await heading(page, 'Job title').getAttribute('title')).toContain('cannot be sorted')
    await page.goBack()
    await page.getByText(/^as of/).waitFor()
    expect(await heading(page, 'Job title').getAttribute('aria-sort')).toBe('ascending')
    await button(page, 'Columns').click()
    await button(page, 'As at first').click()
    await expectSoon(() => heading(page, 'Mail').count()).toBe(0)

    await page.goto(`${site.origin}/users?filter=userType:Member&search=tom`)
    await status(page, `${matching} match`).waitFor()
    await page.getByRole('checkbox', { name: 'Select Tom Teacher' }).check()
    await button(page, `Select all ${matching} who match`).click()
    await button(page, 'Look up…').click()
    await button(page, `Look up ${matching} accounts`).click()
    await status(page, `${matching} accounts found.`).waitFor({ timeout: 30_000 })
    expect(readProblems(page)).toEqual([])
  },
)

it(
  'a view is saved under a name, shared with the others, and deleted by its owner alone',
  LONG,
  async () => {
    const path = '/users?filter=userType:Guest&orderBy=-createdAt'
    const page = await open(path)
    await saveView(page, 'New guests')
    await page.getByRole('region', { name: 'Mine' }).getByText('New guests').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await button(page, 'Save this view…').click()
    await page.getByLabel('Name of the view').fill('New guests')
    await button(page, 'Save view').click()
    await page.getByText('You have a view of this name already.').waitFor()

    const other = await open('/users', 'Tom Teacher')
    await button(other, 'Views').click()
    const shared = other.getByRole('region', { name: 'Shared by others' })
    await expectSoon(() => shared.getByRole('button').count()).toBe(1)
    await shared.getByText('New guests').click()
    await expectSoon(() => heading(other, 'Created').getAttribute('aria-sort')).toBe('descending')
    expect(param(other, 'filter')).toEqual(['userType:Guest'])
    await other.setViewportSize({ width: 360, height: 740 })
    await button(other, 'Views').click()
    expect(await measureOverflow(other)).toBe(0)
    expect(await findBarriers(other)).toEqual([])

    await page.reload()
    await button(page, 'Views').click()
    await button(page, 'Delete the view New guests').click()
    expect(await hasFocus(button(page, 'Cancel'))).toBe(true)
    await button(page, 'Delete view').click()
    await page.getByText('No view has been saved yet.').waitFor()
    expect(readProblems(page)).toEqual(['409 /api/views'])
  },
)

async function saveView(page: Page, name: string): Promise<void> {
  await rows(page).first().waitFor()
  await button(page, 'Views').click()
  await button(page, 'Save this view…').click()
  await page.getByLabel('Name of the view').fill(name)
  await page.getByLabel('Share it with everybody of the organisation').check()
  await button(page, 'Save view').click()
}

const readClipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()')
