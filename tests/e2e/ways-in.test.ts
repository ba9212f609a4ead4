import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { arriveLocally, createAccount, enterLocally, type LocalAccount } from './local-account.ts'
import { closePages, openPage } from './open-page.ts'
import { readMailLink } from './read-mail-link.ts'
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
// Whoever was linked in another test can be linked once more.
beforeEach(() => site.context.store.db.deleteFrom('local_accounts').execute())
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })
const alert = (page: Page) => page.getByRole('alert')
const status = (page: Page, said: string) => page.getByRole('status').getByText(said)
const ways = (page: Page) => page.getByRole('list', { name: 'Ways to sign in' })
const rows = (page: Page) =>
  page.getByRole('list', { name: 'Where you are signed in' }).getByRole('listitem')

/** From the Security page to Microsoft and back. */
async function linkWith(page: Page, person: string): Promise<void> {
  await button(page, 'Link').click()
  await button(page, `Sign in as ${person}`).click()
}

/** As if the password had been given long ago. */
async function age(): Promise<void> {
  const authenticated_at = new Date(Date.now() - 16 * 60_000).toISOString()
  await site.context.store.db.updateTable('sessions').set({ authenticated_at }).execute()
}

describe('a local account without a Microsoft account', () => {
  it('is told on the page of the users, links there and is back there with people', async () => {
    const page = await openPage(browser)
    await arriveLocally(page, site, createAccount(), '/users')
    await alert(page).getByRole('heading', { name: 'This needs a Microsoft account.' }).waitFor()
    expect(await page.getByRole('searchbox').count()).toBe(0)
    await linkWith(page, 'Max Member')
    await page.waitForURL(`${site.origin}/users`)
    await page.getByRole('rowheader', { name: 'Ada Admin' }).waitFor()
  })

  it('gives the password once more when it was given too long ago, and still gets there', async () => {
    const page = await openPage(browser)
    const anna = createAccount()
    await arriveLocally(page, site, anna, '/claims')
    await age()
    await button(page, 'Link').click()
    await page.getByText('To link a Microsoft account, give your password once more.').waitFor()
    expect(await hasFocus(field(page, 'Password'))).toBe(true)
    await field(page, 'Password').fill('nonsense')
    await button(page, 'Continue to Microsoft').click()
    await alert(page).getByText('The e-mail address or the password is not right.').waitFor()
    await field(page, 'Password').fill(anna.password)
    await button(page, 'Continue to Microsoft').click()
    await button(page, 'Sign in as Gil Guest').click()
    await page.waitForURL(`${site.origin}/claims`)
    await page.getByRole('table', { name: 'ID token' }).waitFor()
  })

  it('is not linked by a link of elsewhere, which only leads to the question', async () => {
    const page = await openPage(browser)
    await arriveLocally(page, site, createAccount())
    await page.goto(`${site.origin}/auth/link?returnTo=/users`)
    await page.getByText('Nothing is linked yet.').waitFor()
    expect(await hasFocus(button(page, 'Link'))).toBe(true)
    expect(page.url()).toBe(`${site.origin}/security`)
  })

  it('that meets a Microsoft account of somebody else’s is told so', async () => {
    const page = await openPage(browser)
    await arriveLocally(page, site, createAccount('First'), '/security')
    await linkWith(page, 'Sara Student')
    await ways(page).getByText('sara@contoso.test').waitFor()
    const other = await openPage(browser)
    await arriveLocally(other, site, createAccount('Second'), '/security')
    await linkWith(other, 'Sara Student')
    await alert(other).getByText('The accounts were not linked.').waitFor()
    await button(other, 'Link').waitFor()
  })
})

describe('a Microsoft account', () => {
  it('is offered the local account of its address, and links it with its password', async () => {
    const ada: LocalAccount = { ...createAccount('Ada at home'), email: 'ada@contoso.test' }
    await arriveLocally(await openPage(browser), site, ada)
    const page = await openPage(browser)
    await arrive(page, site)
    await page.getByText('There is an account with ada@contoso.test and a password here.').waitFor()
    await link(page, 'link it').click()
    await expectSoon(() => hasFocus(field(page, 'Password'))).toBe(true)
    expect(await field(page, 'E-mail').inputValue()).toBe(ada.email)
    await field(page, 'Password').fill('nonsense')
    await button(page, 'Link').click()
    await page.getByText('The password is not right, or it was tried too often.').waitFor()
    await field(page, 'Password').fill(ada.password)
    await button(page, 'Link').click()
    await status(page, 'The accounts are linked').waitFor()
    await button(page, 'Unlink Microsoft').waitFor()

    await button(page, 'Unlink e-mail and password').click()
    await button(page, 'Yes, unlink it').click()
    await status(page, 'It is unlinked').waitFor()
    // The last way in can be given up by nobody.
    expect(await page.getByRole('button', { name: 'Unlink' }).count()).toBe(0)
    await link(page, 'Users').click()
    await page.getByRole('rowheader', { name: 'Ada Admin' }).waitFor()
  })
})

describe('two ways in', () => {
  /** Somebody with both, who came by Microsoft. */
  async function openLinked(account = createAccount()) {
    const page = await openPage(browser)
    await arriveLocally(page, site, account, '/security')
    await linkWith(page, 'Tom Teacher')
    await page.waitForURL(`${site.origin}/security`)
    await button(page, 'Unlink Microsoft').waitFor()
    page.problems.length = 0
    return { page, account }
  }

  it('open different things: by password, the users ask for the other door and lead back', async () => {
    const { account } = await openLinked()
    const page = await openPage(browser)
    await page.goto(`${site.origin}/users`)
    await enterLocally(page, account)
    await alert(page)
      .getByRole('heading', { name: 'This needs a sign-in with Microsoft.' })
      .waitFor()
    await button(page, 'Sign in with Microsoft').click()
    await button(page, 'Sign in as Tom Teacher').click()
    await page.waitForURL(`${site.origin}/users`)
    await page.getByRole('rowheader', { name: 'Ada Admin' }).waitFor()
    expect(readProblems(page)).toEqual(['401 /users', '403 /api/users?top=100&orderBy=displayName'])
  })

  it('become one when Microsoft is unlinked: the password stays, and the users close', async () => {
    const { page, account } = await openLinked()
    await button(page, 'Unlink Microsoft').click()
    await button(page, 'Cancel').click()
    expect(await hasFocus(button(page, 'Unlink Microsoft'))).toBe(true)
    await button(page, 'Unlink Microsoft').click()
    await button(page, 'Yes, unlink it').click()
    await status(page, 'It is unlinked, and your other sessions have ended.').waitFor()
    await button(page, 'Link').waitFor()
    await ways(page).getByText(account.email).waitFor()
    expect(await button(page, 'Unlink').count()).toBe(0)
    await link(page, 'Users').click()
    await alert(page).getByText('This needs a Microsoft account.').waitFor()
  })

  it('are given up only after a recent sign-in, which leads back to the question', async () => {
    const { account } = await openLinked()
    const page = await openPage(browser)
    await page.goto(`${site.origin}/security`)
    await enterLocally(page, account)
    await ways(page).waitFor()
    await age()
    await button(page, 'Unlink Microsoft').click()
    await button(page, 'Yes, unlink it').click()
    await alert(page).getByText('It has not been unlinked.').waitFor()
    await button(page, 'Sign in again').click()
    await page.getByRole('heading', { name: 'Give your password once more' }).waitFor()
    expect(await page.getByLabel('E-mail').inputValue()).toBe(account.email)
    await field(page, 'Password').fill(account.password)
    await button(page, 'Sign in').click()
    await page.waitForURL(`${site.origin}/security`)
    expect(await hasFocus(ways(page).getByRole('button', { name: 'Cancel' }).first())).toBe(true)
    await button(page, 'Yes, unlink it').click()
    await status(page, 'It is unlinked').waitFor()
  })
})

describe('the password', () => {
  it('is changed in place, which ends the sessions elsewhere', async () => {
    const account = createAccount()
    const elsewhere = await openPage(browser)
    await arriveLocally(elsewhere, site, account)
    const page = await openPage(browser)
    await page.goto(`${site.origin}/security`)
    await enterLocally(page, account)
    await expectSoon(() => rows(page).count()).toBe(2)

    await button(page, 'Change password').click()
    expect(await hasFocus(field(page, 'Current password'))).toBe(true)
    await field(page, 'Current password').fill('nonsense')
    await field(page, 'New password').fill('another long password')
    await button(page, 'Change password').click()
    await page.getByText('The password is not right, or it was tried too often.').waitFor()
    await field(page, 'Current password').fill(account.password)
    await field(page, 'New password').fill('another long password')
    await button(page, 'Change password').click()
    await status(page, 'Your password is changed, and your other sessions have ended.').waitFor()
    expect(await hasFocus(button(page, 'Change password'))).toBe(true)
    await expectSoon(() => rows(page).count()).toBe(1)

    await link(elsewhere, 'Security').click()
    await elsewhere.getByText('Your session has ended.').waitFor()
    await enterLocally(elsewhere, { ...account, password: 'another long password' })
    await expectSoon(() => rows(elsewhere).count()).toBe(2)
  })

  it('that is forgotten is chosen anew by a mail, whose secret is in no address afterwards', async () => {
    const account = createAccount()
    await arriveLocally(await openPage(browser), site, account)
    const page = await openPage(browser)
    await page.goto(`${site.origin}/sign-in`)
    await field(page, 'E-mail').fill(account.email)
    await link(page, 'Forgotten your password?').click()
    await page.getByRole('heading', { level: 1, name: 'Forgotten your password?' }).waitFor()
    expect(await field(page, 'E-mail').inputValue()).toBe(account.email)
    await button(page, 'Send the mail').click()
    await page.getByText('If there is an account with this address').waitFor()

    const address = await readMailLink(site, account.email)
    await page.goto(address)
    await page.getByRole('heading', { level: 1, name: 'Choose a new password' }).waitFor()
    expect(page.url()).toBe(`${site.origin}/sign-in?view=reset`)
    await field(page, 'New password').fill('short')
    await button(page, 'Change password').click()
    await page.getByText('Use 15 characters or more.').waitFor()
    await field(page, 'New password').fill('a fresh long password')
    await button(page, 'Change password').click()
    await button(page, 'Sign in now').click()
    await enterLocally(page, { ...account, password: 'a fresh long password' })
    await page.waitForURL(`${site.origin}/`)

    await page.goto(address)
    await field(page, 'New password').fill('yet another password')
    await button(page, 'Change password').click()
    await alert(page).getByText('This link has expired or was used already.').waitFor()
  })
})
