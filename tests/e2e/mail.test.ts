import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { closePages, openPage } from './open-page.ts'
import { readFacts } from './read-facts.ts'
import { readProblems } from './read-problems.ts'
import { arrive } from './sign-in.ts'
import { type OpenSite, startOpenSite } from './site.ts'
import { hasFocus } from './tab-to.ts'

let site: OpenSite
let browser: Browser
beforeAll(async () => {
  site = await startOpenSite()
  browser = await launchBrowser()
})
beforeEach(async () => {
  site.emulator.reset()
  // Consent that was taken away shows in the next token.
  await site.context.store.db.deleteFrom('app_tokens').execute()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

const REASON = 'Übergabe: a colleague has left'

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const mailbox = (page: Page) => page.getByRole('combobox', { name: 'Mailbox' })
const reason = (page: Page) => page.getByLabel('Reason')
const rows = (page: Page) => page.getByRole('list', { name: 'Messages' }).getByRole('button')
const alert = (page: Page, title: string) =>
  page.getByRole('alert').getByRole('heading', { name: title })
/** Without what Setup tries, which is nobody's. */
const countMailCalls = () =>
  site.emulator
    .requests()
    .filter(({ path }) => path.includes('/messages') && !path.includes('/users/00000000-')).length

async function open(path = '/mail', person = 'Ada Admin'): Promise<WatchedPage> {
  const page = await openPage(browser, { locale: 'en-GB' })
  await arrive(page, site, { path, person })
  return page
}

async function openMailbox(page: Page, of: string): Promise<void> {
  await mailbox(page).fill(of)
  await reason(page).fill(REASON)
  await button(page, 'Open mailbox').click()
}

describe('an administrator', () => {
  it('reads somebody’s mailbox to the end, by keys alone, and each opening is in the audit', async () => {
    site.emulator.addMessage('tom@contoso.test', {
      subject: 'Look at this',
      from: { emailAddress: { name: 'The bank', address: 'eve@evil.test' } },
      isRead: false,
      body: {
        contentType: 'html',
        content: `<p>Dear <b>Tom</b>, <a href="https://bank.test/?to=${'x'.repeat(80)}" title="https://lie.test">log in</a>.</p>
          <img src="https://evil.test/1.gif"><img src="https://evil.test/2.gif">`,
      },
      attachments: [
        { name: 'invoice.exe', contentType: 'application/pdf', contentBytes: 'A'.repeat(4000) },
      ],
    })
    const page = await open('/')
    await link(page, 'Mail').click()
    await page.getByRole('heading', { level: 1, name: 'Mail' }).waitFor()
    await mailbox(page).pressSequentially('tom tea')
    await page.getByRole('option', { name: 'Tom Teacher' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await mailbox(page).inputValue()).toBe('tom@contoso.test')
    await page.keyboard.press('Enter')
    await page.getByText('Say why.').waitFor()
    expect(await hasFocus(reason(page))).toBe(true)
    expect(countMailCalls()).toBe(0)
    await page.keyboard.type(REASON)
    await page.keyboard.press('Enter')

    await page.getByText('You are reading somebody else’s mailbox.').waitFor()
    await page.getByText('The 10 newest messages').waitFor()
    expect(await rows(page).count()).toBe(10)
    expect(await rows(page).first().textContent()).toMatch(
      /^The banknowLook at thisDear Tom, log in.*UnreadAttachments$/,
    )
    const address = new URL(page.url())
    expect(address.pathname + address.search).toBe('/mail?of=tom%40contoso.test')

    for (const key of ['j', 'j', 'k', 'End', 'Home', 'ArrowDown', 'k'])
      await page.keyboard.press(key)
    expect(await hasFocus(rows(page).first())).toBe(true)
    // What is only passed over is not opened.
    expect(countMailCalls()).toBe(1)
    await page.keyboard.press('Enter')
    const message = page.getByRole('article', { name: 'Look at this' })
    await message.getByText('Dear Tom, log in.').waitFor()
    expect(await hasFocus(message.getByRole('heading', { name: 'Look at this' }))).toBe(true)
    expect(await readFacts(message)).toEqual({
      From: 'The bank eve@evil.test',
      To: 'Tom Teacher tom@contoso.test',
      Received: expect.stringContaining('20'),
    })
    expect(await message.getByRole('listitem').last().textContent()).toBe(
      'invoice.exeapplication/pdf3.23 kB',
    )
    const outlook = message.getByRole('link', { name: 'Open in Outlook' })
    expect(await outlook.getAttribute('rel')).toBe('noopener noreferrer')

    await button(page, 'Show formatted').click()
    await page.getByText('2 pictures and the like from elsewhere were not loaded.').waitFor()
    const frame = page.frameLocator('iframe')
    await frame.getByText('Dear Tom, log in.').waitFor()
    const followed = frame.getByRole('link', { name: 'log in' })
    // The address stands there in full, by the frame's own style, which is the one it is let have.
    const shown = await followed.evaluate(
      (a) => a.ownerDocument.defaultView.getComputedStyle(a, '::after').content,
    )
    expect(shown).toContain('https://bank.test/?to=')
    expect(await followed.getAttribute('title')).toBeNull()
    await page.keyboard.press('j')
    expect(await hasFocus(rows(page).nth(1))).toBe(true)
    await button(page, 'Show plain text').click()
    expect(await page.locator('iframe').count()).toBe(0)
    for (const act of ['Delete', 'Move', 'Reply', 'Mark as read']) {
      expect(await button(page, act).count()).toBe(0)
    }

    await link(page, 'Audit').click()
    const entries = page.getByRole('article')
    await entries.getByText('Message read').waitFor()
    const [read, listed] = await entries.allInnerTexts()
    expect(read).toMatch(/^Message read\s+tom@contoso\.test\s+Ada Admin/)
    expect(listed).toMatch(/^Mailbox opened\s+tom@contoso\.test\s+Ada Admin/)
    for (const entry of [read, listed]) expect(entry).toContain(`Reason: ${REASON}`)
    expect(readProblems(page)).toEqual([])
  })

  it('opens nothing by an address, and gives a reason anew for another mailbox', async () => {
    const page = await open('/users/sara@contoso.test')
    await link(page, 'Read mail').click()
    await page.waitForURL('**/mail?of=sara%40contoso.test')
    await page.reload()
    expect(await mailbox(page).inputValue()).toBe('sara@contoso.test')
    await mailbox(page).fill('Sara')
    await reason(page).fill(REASON)
    await button(page, 'Open mailbox').click()
    await page.getByText('Choose somebody from the list, or give a whole address.').waitFor()
    expect(countMailCalls()).toBe(0)
    await openMailbox(page, 'sara@contoso.test')
    await rows(page).first().waitFor()
    expect(await reason(page).inputValue()).toBe(REASON)

    await mailbox(page).fill('tom@contoso.test')
    expect(await reason(page).inputValue()).toBe('')
    await reason(page).fill('Another')
    await button(page, 'Open mailbox').click()
    await page.getByRole('heading', { name: 'tom@contoso.test' }).waitFor()
    await page.goBack()
    await rows(page).first().waitFor({ state: 'detached' })
    expect(await mailbox(page).inputValue()).toBe('sara@contoso.test')
    expect(await reason(page).inputValue()).toBe('')
    expect(countMailCalls()).toBe(2)
  })

  it('whose sign-in is old signs in once more, and comes back to the same mailbox and reason', async () => {
    const page = await open()
    await openMailbox(page, 'tom@contoso.test')
    await rows(page).first().waitFor()
    const authenticated_at = new Date(Date.now() - 16 * 60_000).toISOString()
    await site.context.store.db.updateTable('sessions').set({ authenticated_at }).execute()
    await rows(page).first().click()
    const problem = page.getByRole('article').getByRole('alert')
    await problem.getByRole('heading', { name: 'Confirm that it is you.' }).waitFor()
    expect(await rows(page).count()).toBe(10)
    const before = countMailCalls()
    await button(page, 'Sign in again').click()
    await button(page, 'Sign in as Ada Admin').click()
    await page.waitForURL('**/mail?of=tom%40contoso.test')
    await expectSoon(() => reason(page).inputValue()).toBe(REASON)
    expect(countMailCalls()).toBe(before)
    await button(page, 'Open mailbox').click()
    await rows(page).first().waitFor()
    const kept = await page.evaluate<string[]>('Object.keys(sessionStorage)')
    expect(kept.filter((name) => name.startsWith('vestibule'))).toEqual([])
  })
})

describe('what cannot be read is told in words', () => {
  it('a mailbox, whatever it is that stands in the way', async () => {
    const page = await open()
    const expectAlert = async (title: string, of = 'tom@contoso.test') => {
      await openMailbox(page, of)
      await alert(page, title).waitFor()
    }
    await expectAlert('This person has no mailbox.', 'max@contoso.test')
    await openMailbox(page, 'nobody@contoso.test')
    await page.getByText('There is nobody like that in this directory.').waitFor()

    site.emulator.settings({ deniedMailboxes: ['tom@contoso.test'] })
    await expectAlert('Exchange keeps Vestibule out of this mailbox.')
    await page.getByText('by RBAC for Applications or by an application access policy').waitFor()
    site.emulator.settings({ deniedMailboxes: [] })

    site.emulator.addFault({
      match: 'messages',
      kind: 'status',
      status: 429,
      retryAfterSeconds: 30,
    })
    await expectAlert('Microsoft asks for a pause.')
    site.emulator.clearFaults()
    site.emulator.addFault({ match: 'messages', kind: 'status', status: 503 })
    const before = countMailCalls()
    await expectAlert('Microsoft could not be reached.')
    // The server tries again by itself; the page does not, since each time is an opening.
    const audited = await page.request.get(`${site.origin}/api/audit-events?top=2`)
    const [last, former] = (await audited.json()).items
    expect([last.sequence - former.sequence, former.target.name]).toEqual([1, 'tom@contoso.test'])
    expect(countMailCalls()).toBeGreaterThan(before)
    site.emulator.clearFaults()
    await button(page, 'Try again').click()
    await rows(page).first().waitFor()

    await page.route('**/messages?top=10', (route) =>
      route.fulfill({ json: { items: [], nextCursor: null } }),
    )
    await openMailbox(page, 'tom@contoso.test')
    await page.getByRole('heading', { name: 'Nothing there.' }).waitFor()
  })

  it('what Setup mends, with the way there', async () => {
    const page = await open()
    await openMailbox(page, 'tom@contoso.test')
    await rows(page).first().waitFor()
    await site.context.store.db.deleteFrom('app_tokens').execute()
    site.emulator.addFault({ match: 'token', kind: 'status', code: 700027 })
    await button(page, 'Open mailbox').click()
    await alert(page, 'Microsoft does not accept Vestibule’s certificate or secret.').waitFor()
    await link(page, 'Open Setup').waitFor()
    site.emulator.clearFaults()
    site.emulator.withdrawConsent({ permissions: ['Mail.Read'], kind: 'application' })
    await button(page, 'Open mailbox').click()
    await alert(page, 'Vestibule lacks a permission of its own.').waitFor()
    await page.getByRole('alert').getByText('Mail.Read', { exact: true }).waitFor()
    await link(page, 'Open Setup').click()
    await page.getByRole('heading', { level: 1, name: 'Setup' }).waitFor()
  })

  it('one message, beside the others, which stay', async () => {
    const page = await open()
    await openMailbox(page, 'tom@contoso.test')
    await rows(page).first().waitFor()
    const message = page.getByRole('article')
    site.emulator.addFault({ match: 'messages', kind: 'status', status: 503 })
    await rows(page).first().click()
    await message.getByRole('heading', { name: 'Microsoft could not be reached.' }).waitFor()
    expect(await rows(page).count()).toBe(10)
    site.emulator.clearFaults()
    await message.getByRole('button', { name: 'Try again' }).click()
    await message.getByText('From', { exact: true }).waitFor()
    // As one that was deleted since: it is in no mailbox of theirs.
    const { id } = site.emulator.addMessage('sara@contoso.test', {
      subject: 'Elsewhere',
      from: 'eve@evil.test',
      body: { contentType: 'text', content: 'Hi.' },
    })
    await page.route('**/messages/*', (route) =>
      route.continue({
        url: route
          .request()
          .url()
          .replace(/[^/]*$/, String(id)),
      }),
    )
    await rows(page).nth(1).click()
    await message.getByRole('heading', { name: 'This message is not there any more.' }).waitFor()
  })
})

it('whoever is no administrator sees no way there, and is refused in words', async () => {
  const page = await openPage(browser, { locale: 'en-GB' })
  // Of this page alone: what an earlier one asked for may still be on its way to the tenant.
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await arrive(page, site, { path: '/mail?of=ada@contoso.test', person: 'Tom Teacher' })
  await page
    .getByRole('heading', { name: 'Only administrators read other people’s mail.' })
    .waitFor()
  expect(await link(page, 'Mail').count()).toBe(0)
  expect(await mailbox(page).count()).toBe(0)
  await page.goto(`${site.origin}/users/ada@contoso.test`)
  await page.getByText('Object id').waitFor()
  expect(await link(page, 'Read mail').count()).toBe(0)
  expect(asked.length).toBeGreaterThan(5)
  expect(asked.filter((path) => path.includes('/messages'))).toEqual([])
  expect(readProblems(page)).toEqual([])
})
