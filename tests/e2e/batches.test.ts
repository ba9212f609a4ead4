import type { Browser, Locator, Page } from 'playwright-core'
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
import { listOrdinary } from '../helpers/batches.ts'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
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
beforeEach(() => site.emulator.reset())
afterEach(async () => {
  site.emulator.clearFaults()
  await closePages(browser)
})
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

/** A batch of sixty takes some seconds, and the machine may be busy. */
const LONG = { timeout: 60_000 }
const PATIENCE = { timeout: 30_000 }

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const heading = (page: Page, name: string) => page.getByRole('heading', { name })
const said = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text)
const rows = (page: Page) => page.getByRole('table', { name: 'Accounts' }).getByRole('rowheader')
const paste = (page: Page) => page.getByLabel('Paste accounts')

const ordinaryOf = (count: number) => listOrdinary(site, count)
const isEnabled = (name: string) =>
  site.emulator.listUsers().find((user) => user.userPrincipalName === name)?.accountEnabled

async function open(path = '/batches', person = 'Ada Admin'): Promise<WatchedPage> {
  const page = await openPage(browser, { locale: 'en-GB' })
  await arrive(page, site, { path, person })
  return page
}

/** From the history to the question whether to run it. */
async function check(page: Page, accounts: readonly string[], action = 'Disable'): Promise<void> {
  await link(page, 'New batch').click()
  await page.getByRole('radio', { name: action }).check()
  await paste(page).fill(accounts.join('\n'))
  await button(page, /^Check \d+ account/).click()
  await heading(page, '3. Confirm').waitFor(PATIENCE)
}

async function runOf(page: Page, accounts: readonly string[]): Promise<void> {
  await check(page, accounts)
  await page.getByLabel('Reason').fill('Left the school')
  const typed = page.getByLabel(/^Type \d+ to confirm$/)
  if ((await typed.count()) > 0) await typed.fill(String(accounts.length))
  await button(page, /^Disable \d+ account/).click()
  await heading(page, `Disable ${accounts.length} account`).waitFor()
}

const hasOutcome = (page: Page, name: string, outcome: string): Locator =>
  page.getByRole('row').filter({ hasText: name }).getByText(outcome, { exact: true })

/** As of somebody who signed in too long ago for what is grave. */
async function growOld(): Promise<void> {
  const authenticated_at = new Date(Date.now() - 16 * 60_000).toISOString()
  await site.context.store.db.updateTable('sessions').set({ authenticated_at }).execute()
}

describe('disabling sixty accounts', () => {
  it('goes through the five steps, on without the tab, and can be taken back', LONG, async () => {
    const page = await open()
    const ordinary = ordinaryOf(55)
    await link(page, 'New batch').click()
    const pasted = [...ordinary, 'ola@contoso.test', 'dana@contoso.test', 'ada@contoso.test']
    const odd = ['nobody@contoso.test', 'nobody2@contoso.test', ordinary[2] ?? '', 'gibberish']
    await paste(page).fill([...pasted, ...odd].join('\n'))
    await said(page, '62 lines → 60 accounts, 1 duplicate, 1 not understood').waitFor()
    await page.getByText('Lines that were not understood').click()
    await page.getByText('Line 62: gibberish').waitFor()

    await button(page, 'Check 60 accounts').click()
    await said(page, /^56 accounts would be disabled\./).waitFor(PATIENCE)
    expect(await hasFocus(heading(page, '2. Check what will happen'))).toBe(true)
    // What has to be looked at stands first, with the line that it was pasted on.
    await expectSoon(async () => (await rows(page).allTextContents()).slice(0, 4)).toEqual([
      expect.stringContaining('Ola On-Premises'),
      expect.stringContaining('Ada Admin'),
      'nobody@contoso.test',
      'nobody2@contoso.test',
    ])
    await hasOutcome(page, 'Ada Admin', 'This is your own account.').waitFor()
    await button(page, 'Already disabled 1').click()
    await expectSoon(() => rows(page).count()).toBe(1)
    expect(ordinary.every((name) => isEnabled(name))).toBe(true)

    await page.getByText('Disable 56 accounts, skip 4').waitFor()
    await button(page, 'Disable 56 accounts').click()
    expect(await hasFocus(page.getByLabel('Reason'))).toBe(true)
    await page.getByLabel('Reason').fill('Left the school')
    await page.getByLabel('Type 56 to confirm').fill('60')
    await button(page, 'Disable 56 accounts').click()
    expect(await hasFocus(page.getByLabel('Type 56 to confirm'))).toBe(true)
    await page.getByLabel('Type 56 to confirm').fill('56')
    expect(readProblems(page)).toEqual([])

    site.emulator.addFault({ match: 'batch', kind: 'delay', delayMs: 700 })
    await button(page, 'Disable 56 accounts').dblclick()
    await heading(page, 'Disable 60 accounts').waitFor()
    await page.getByText('You can leave this page').waitFor()
    await expectSoon(() => page.getByText(/^\d+ of 60 accounts$/).textContent()).not.toMatch(/^0 /)
    const address = page.url()
    const jar = page.context()
    await page.close()
    site.emulator.clearFaults()

    const later = (await jar.newPage()) as WatchedPage
    await later.goto(`${site.origin}/batches`)
    const listed = later.getByRole('link', { name: 'Disable 60 accounts', exact: true })
    await listed.click()
    // Pressed twice, it is one batch.
    expect(later.url()).toBe(address)
    await said(later, /^56 accounts disabled\. Active Directory takes 1 of them back\./).waitFor(
      PATIENCE,
    )
    expect(ordinary.some((name) => isEnabled(name))).toBe(false)
    await button(later, 'Not found 2').click()
    await expectSoon(() => rows(later).count()).toBe(2)
    expect(new URL(later.url()).search).toBe('?outcome=notFound')

    const saving = later.waitForEvent('download')
    await button(later, 'Export CSV').click()
    expect((await saving).suggestedFilename()).toMatch(/^batch-.*\.csv$/)

    await button(later, 'Undo').click()
    expect(await hasFocus(button(later, 'Cancel'))).toBe(true)
    await button(later, 'Enable 56 accounts').click()
    await heading(later, 'Enable 56 accounts').waitFor()
    await said(later, /^56 accounts enabled\./).waitFor(PATIENCE)
    expect(ordinary.every((name) => isEnabled(name))).toBe(true)
    await link(later, 'Takes back this batch').click()
    await heading(later, 'Disable 60 accounts').waitFor()
    expect(await hasFocus(later.getByRole('heading', { level: 1 }))).toBe(true)
  })

  it('waits as long as Microsoft asks, and stops when it is cancelled', LONG, async () => {
    onTestFinished(async () => {
      await site.context.store.db.deleteFrom('throttles').execute()
    })
    const page = await open()
    const ordinary = ordinaryOf(40)
    await check(page, ordinary)
    await page.getByLabel('Reason').fill('Left the school')
    site.emulator.addFault({ match: 'batch', kind: 'status', status: 429, retryAfterSeconds: 60 })
    await button(page, 'Disable 40 accounts').click()
    await page.getByText(/^Microsoft asks to wait \d+ seconds; 40 to go\.$/).waitFor()
    await button(page, 'Cancel batch').click()
    await button(page, 'Leave 40 accounts undone').click()
    await said(page, 'Cancelled. 0 accounts disabled. 40 not done.').waitFor(PATIENCE)
    await button(page, 'Not done 40').waitFor()
    expect(ordinary.every((name) => isEnabled(name))).toBe(true)
  })
})

it('tries again only those that failed', LONG, async () => {
  const page = await open()
  const ordinary = ordinaryOf(30)
  await check(page, ordinary)
  await page.getByLabel('Reason').fill('Left the school')
  // The whole of one call to Graph, which holds up to twenty accounts.
  site.emulator.addFault({ match: 'batch', kind: 'status', status: 400, times: 1 })
  await button(page, 'Disable 30 accounts').click()
  await said(page, /failed\./).waitFor(PATIENCE)
  const failed = ordinary.filter((name) => isEnabled(name)).length
  expect(failed).toBeGreaterThan(0)
  await button(page, `Failed ${failed}`).click()
  await page.getByText('BadRequest').first().waitFor()

  await button(page, `Try the ${failed} failed again`).click()
  await button(page, `Disable ${failed} accounts`).click()
  await link(page, 'Tries again what failed in this batch').waitFor()
  await said(page, `${failed} accounts disabled.`).waitFor(PATIENCE)
  expect(ordinary.some((name) => isEnabled(name))).toBe(false)
})

it('a look-up ends with its table, from a CSV file as well', LONG, async () => {
  const page = await open()
  await link(page, 'New batch').click()
  await page.getByRole('radio', { name: 'Look up' }).check()
  const csv = 'displayName,userPrincipalName\nTom,tom@contoso.test\nDana,dana@contoso.test\n'
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await said(page, '3 lines → 2 accounts').waitFor()
  await button(page, 'Look up 2 accounts').click()
  await said(page, '2 accounts found.').waitFor(PATIENCE)
  await hasOutcome(page, 'Tom Teacher', 'Mathematics teacher').waitFor()
  await hasOutcome(page, 'Dana Disabled', 'Disabled').waitFor()
})

it('without a connection for events it is watched all the same', LONG, async () => {
  const page = await open()
  await page.route('**/api/user-batches/*/events', (route) => route.abort())
  await runOf(page, ordinaryOf(2))
  await said(page, '2 accounts disabled.').waitFor(PATIENCE)
})

describe('long after the sign-in', () => {
  it(
    'leads through another sign-in and back to what was filled in, and does nothing by itself',
    LONG,
    async () => {
      const page = await open()
      const [one = '', two = ''] = ordinaryOf(2)
      await check(page, [one, two])
      await page.getByLabel('Reason').fill('Ticket 4711')
      await growOld()
      await button(page, 'Disable 2 accounts').click()
      await page.getByRole('alert').getByText('The batch was not begun.').waitFor()
      await button(page, 'Sign in again').click()
      await button(page, 'Sign in as Ada Admin').click()

      await heading(page, '3. Confirm').waitFor(PATIENCE)
      await expectSoon(() => hasFocus(heading(page, '3. Confirm'))).toBe(true)
      expect(await paste(page).inputValue()).toBe(`${one}\n${two}`)
      expect(await page.getByLabel('Reason').inputValue()).toBe('Ticket 4711')
      expect(isEnabled(one)).toBe(true)
      await button(page, 'Disable 2 accounts').click()
      await said(page, '2 accounts disabled.').waitFor(PATIENCE)

      await growOld()
      await button(page, 'Undo').click()
      await button(page, 'Enable 2 accounts').click()
      await button(page, 'Sign in again').click()
      await button(page, 'Sign in as Ada Admin').click()
      await expectSoon(() => hasFocus(button(page, 'Cancel'))).toBe(true)
      expect(isEnabled(one)).toBe(false)
      expect(readProblems(page)).toEqual([
        '403 /api/user-batches',
        expect.stringMatching(/^403 .*\/undo$/),
      ])
    },
  )
})

describe('one person', () => {
  it('is disabled on their page, and enabled again', LONG, async () => {
    const page = await open('/users/sara@contoso.test')
    await tabTo(page, button(page, 'Disable account'))
    await page.keyboard.press('Enter')
    expect(await hasFocus(page.getByLabel('Reason'))).toBe(true)
    await page.getByText('This person cannot get new tokens.').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Say why.').waitFor()
    await page.getByLabel('Reason').fill('Lost phone')
    await page.keyboard.press('Enter')
    await said(page, 'The account is disabled.').waitFor(PATIENCE)
    expect(isEnabled('sara@contoso.test')).toBe(false)
    await expectSoon(() => page.getByText('Disabled', { exact: true }).count()).toBeGreaterThan(0)
    await button(page, 'Undo').click()
    await said(page, 'The account is enabled.').waitFor(PATIENCE)
    expect(isEnabled('sara@contoso.test')).toBe(true)
    await button(page, 'Close').click()
    expect(await hasFocus(button(page, 'Disable account'))).toBe(true)
    expect(readProblems(page)).toEqual([])
  })

  it('keeps what was filled in through another sign-in', LONG, async () => {
    const page = await open('/users/sara@contoso.test')
    await button(page, 'Disable account').click()
    await page.getByLabel('Reason').fill('Lost phone')
    await growOld()
    await button(page, 'Disable account').click()
    await button(page, 'Sign in again').click()
    await button(page, 'Sign in as Ada Admin').click()
    await expectSoon(() => page.getByLabel('Reason').inputValue()).toBe('Lost phone')
    expect(isEnabled('sara@contoso.test')).toBe(true)
  })
})

describe('people who are selected in the list', () => {
  const box = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}` })
  const bar = (page: Page) => page.getByRole('region', { name: 'Selection' })

  it('go to a new batch, without a mouse', LONG, async () => {
    const page = await open('/users')
    await tabTo(page, page.getByRole('rowheader', { name: 'Ada Admin' }))
    await page.keyboard.press('x')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('x')
    await bar(page).getByText('2 selected').waitFor()
    // A selection outlives a look at somebody.
    await page.keyboard.press('Enter')
    await link(page, 'Open page').click()
    await link(page, 'Back to users').click()
    await bar(page).getByText('2 selected').waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    expect(await box(page, 'Ada Admin').isChecked()).toBe(true)
    await button(page, 'Look up…').click()
    await said(page, '2 lines → 2 accounts').waitFor()
    await button(page, 'Look up 2 accounts').click()
    await said(page, '2 accounts found.').waitFor(PATIENCE)
  })

  it('may be all who match, of whom the server knows', LONG, async () => {
    const page = await open('/users?filter=accountEnabled:true')
    await page.getByText(/\d+ of \d+ people/).waitFor(PATIENCE)
    await page.getByRole('checkbox', { name: /^Select all people shown/ }).click()
    await button(page, /^Select all \d+ who match$/).click()
    const [count] = (await bar(page).textContent())?.match(/\d+/) ?? []
    await button(page, 'Disable…').click()
    await page.getByText(`Everybody with: Enabled · ${count} people`).waitFor()
    await button(page, `Check ${count} accounts`).click()
    await said(page, /accounts would be disabled\./).waitFor(PATIENCE)
  })
})

describe('the audit', () => {
  it('tells who did what to whom and why, with the way to the batch', LONG, async () => {
    const page = await open()
    const [one = ''] = ordinaryOf(1)
    await runOf(page, [one])
    await said(page, '1 account disabled.').waitFor(PATIENCE)
    await link(page, 'Audit').click()
    const entry = page.getByRole('article').filter({ hasText: one }).first()
    await entry.getByText('Disable account').waitFor()
    await entry.getByText('Reason: Left the school').waitFor()
    await entry.getByText('Details').click()
    await entry.getByText('Hash').waitFor()
    await entry.getByRole('link', { name: 'Open the batch' }).click()
    await heading(page, 'Disable 1 account').waitFor()
  })
})

describe('whoever is no administrator', () => {
  it.each([
    ['/batches', 'Only administrators act on many accounts.'],
    ['/batches/new', 'Only administrators act on many accounts.'],
    ['/audit', 'Only administrators read the audit.'],
  ])('sees no link to %s, and is refused in words', async (path, text) => {
    const page = await open(path, 'Tom Teacher')
    await heading(page, text).waitFor()
    await link(page, 'Users').waitFor()
    expect(await link(page, 'Batches').count()).toBe(0)
    expect(await link(page, 'Audit').count()).toBe(0)
  })

  it('can select nobody, and disable nobody', async () => {
    const page = await open('/users', 'Tom Teacher')
    await link(page, 'Ada Admin').click()
    await heading(page, 'Ada Admin').waitFor()
    await page.getByText('Object id').waitFor()
    expect(await button(page, /able account$/).count()).toBe(0)
    expect(await page.getByRole('checkbox').count()).toBe(0)
  })
})
