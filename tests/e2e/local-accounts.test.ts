import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { arriveLocally, createAccount, enterLocally, fillDoor, register } from './local-account.ts'
import { closePages, openPage } from './open-page.ts'
import { readFacts } from './read-facts.ts'
import { readMailLink } from './read-mail-link.ts'
import { readProblems } from './read-problems.ts'
import { openDoor, signIn } from './sign-in.ts'
import { type Site, startSite } from './site.ts'
import { hasFocus } from './tab-to.ts'

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

const heading = (page: Page, level: number, name: string) =>
  page.getByRole('heading', { level, name, exact: true })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })
const alert = (page: Page) => page.getByRole('alert')
const ways = (page: Page) => page.getByRole('list', { name: 'Ways to sign in' })

async function signOut(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await button(page, 'Sign out').click()
  await page.getByText('You are signed out.').waitFor()
}

/** From the Security page to Microsoft and back. */
async function linkWith(page: Page, person: string): Promise<void> {
  await button(page, 'Link').click()
  await button(page, `Sign in as ${person}`).click()
}

async function readVestibuleId(page: Page): Promise<string> {
  await page.goto(site.origin)
  await heading(page, 2, 'Tom Teacher').waitFor()
  const { 'Vestibule id': id = '' } = await readFacts(page.getByRole('main'))
  return id
}

const readSession = async (page: Page) => {
  const cookies = await page.context().cookies(site.origin)
  return cookies.find(({ name }) => name.startsWith('vestibule-'))
}

it('one walk registers, signs in, links, signs out and enters by each door: it is the same person', async () => {
  const page = await openPage(browser)
  const anna = createAccount()
  await register(page, site, anna)
  await heading(page, 2, 'Anna Local').waitFor()
  expect(await readFacts(page.getByRole('main'))).toMatchObject({
    'Display name': 'Anna Local',
    'Local account': anna.email,
    'Signed in with': 'e-mail and password',
  })
  const { 'Vestibule id': id } = await readFacts(page.getByRole('main'))
  await signOut(page)
  await enterLocally(page, anna)
  await heading(page, 2, 'Anna Local').waitFor()

  await link(page, 'Security').click()
  await ways(page).waitFor()
  await linkWith(page, 'Tom Teacher')
  await page.waitForURL(`${site.origin}/security`)
  await ways(page).getByText('tom@contoso.test · Contoso').waitFor()
  expect(await readVestibuleId(page)).toBe(id)

  await signOut(page)
  await openDoor(page)
  await button(page, 'Sign in as Tom Teacher').click()
  await page.waitForURL(site.origin)
  expect(await readVestibuleId(page)).toBe(id)
  expect(await readFacts(page.getByRole('main'))).toMatchObject({
    'User principal name': 'tom@contoso.test',
    'Local account': anna.email,
    'Signed in with': 'Microsoft',
  })

  await signOut(page)
  await enterLocally(page, anna)
  await page.waitForURL(`${site.origin}/`)
  expect(await readVestibuleId(page)).toBe(id)
  expect(await readFacts(page.getByRole('main'))).toMatchObject({
    'Signed in with': 'e-mail and password',
  })
  expect(readProblems(page)).toEqual(['401 /'])
})

describe('remembering', () => {
  it('is wished for: the cookie of the session stays for weeks, and else ends with the browser', async () => {
    const anna = createAccount()
    const page = await openPage(browser)
    await register(page, site, anna)
    expect(await readSession(page)).toMatchObject({ expires: -1 })
    await signOut(page)
    await field(page, 'Remember me').check()
    await enterLocally(page, anna)
    await page.waitForURL(`${site.origin}/`)
    const { expires = 0 } = (await readSession(page)) ?? {}
    expect((expires - Date.now() / 1_000) / 86_400).toBeGreaterThan(29)
    expect((expires - Date.now() / 1_000) / 86_400).toBeLessThan(31)
  })

  it('marks the door that was used last, with the name at hand', async () => {
    const anna = createAccount()
    const page = await openPage(browser)
    await page.goto(`${site.origin}/sign-in`)
    await button(page, 'Sign in with Microsoft').waitFor()
    expect(await page.getByText('Last used on this device').count()).toBe(0)
    await register(page, site, anna)
    await signOut(page)
    expect(await page.getByText('Last used on this device').count()).toBe(1)
    expect(await field(page, 'E-mail').inputValue()).toBe(anna.email)

    await openDoor(page)
    await button(page, 'Sign in as Sara Student').click()
    await page.waitForURL(`${site.origin}/`)
    await signOut(page)
    await page.getByText('as sara@contoso.test').waitFor()
    expect(await page.getByText('Last used on this device').count()).toBe(1)
    expect(await field(page, 'E-mail').inputValue()).toBe('')
  })

  it('tells Microsoft who comes back, and lets it ask who is new or wants another account', async () => {
    const page = await openPage(browser)
    const asked: URLSearchParams[] = []
    page.on('request', (request) => {
      if (request.url().includes('/authorize?')) asked.push(new URL(request.url()).searchParams)
    })
    await signIn(page, site)
    await signOut(page)
    await openDoor(page)
    await button(page, 'Sign in as Ada Admin').click()
    await page.waitForURL(site.origin)
    await signOut(page)
    await link(page, 'Use another account').click()
    await button(page, 'Sign in as Tom Teacher').waitFor()
    expect(asked.map((query) => [query.get('prompt'), query.get('login_hint')])).toEqual([
      ['select_account', null],
      [null, 'ada@contoso.test'],
      ['select_account', null],
    ])
  })
})

describe('the forms', () => {
  it('say at each field what is wrong, keep what was typed, and put the focus there', async () => {
    const page = await openPage(browser)
    await page.goto(`${site.origin}/sign-in?view=register`)
    await heading(page, 1, 'Create your account').waitFor()
    await button(page, 'Create account').click()
    await page.getByText('Enter the name that others see.').waitFor()
    expect(await hasFocus(field(page, 'Display name'))).toBe(true)

    await field(page, 'Display name').fill('Anna')
    await fillDoor(page, { email: 'nobody', password: 'too short' })
    await button(page, 'Create account').click()
    await page.getByText('This is not an e-mail address.').waitFor()
    await page.getByText('Use 15 characters or more.').waitFor()
    expect(await field(page, 'Password').getAttribute('aria-invalid')).toBe('true')
    expect(await field(page, 'Display name').getAttribute('aria-invalid')).toBe(null)
    expect(await field(page, 'Display name').inputValue()).toBe('Anna')

    await fillDoor(page, { email: 'anna@example.test', password: 'passwordpassword' })
    await button(page, 'Create account').click()
    await page.getByText('This password is on lists that attackers try first.').waitFor()
    expect(await hasFocus(field(page, 'Password'))).toBe(true)
    expect(await field(page, 'Password').inputValue()).toBe('')
    expect(await field(page, 'E-mail').inputValue()).toBe('anna@example.test')
  })

  it('say that an address is taken, and that an address or a password is not right', async () => {
    const anna = createAccount()
    await arriveLocally(await openPage(browser), site, anna)
    const page = await openPage(browser)
    await page.goto(`${site.origin}/sign-in?view=register`)
    await field(page, 'Display name').fill('Anna')
    await fillDoor(page, anna)
    await button(page, 'Create account').click()
    await page.getByText('There is an account with this address already.').waitFor()
    expect(await hasFocus(field(page, 'E-mail'))).toBe(true)

    await button(page, 'I have an account already').click()
    expect(page.url()).toBe(`${site.origin}/sign-in`)
    // What was typed has come along.
    expect(await field(page, 'E-mail').inputValue()).toBe(anna.email)
    await field(page, 'Password').fill('nonsense')
    await button(page, 'Sign in').click()
    await alert(page).getByText('The e-mail address or the password is not right.').waitFor()
    expect(await field(page, 'Password').inputValue()).toBe('')
    expect(await field(page, 'E-mail').inputValue()).toBe(anna.email)
    await field(page, 'Password').fill(anna.password)
    await button(page, 'Sign in').click()
    await heading(page, 2, 'Anna Local').waitFor()
    expect(readProblems(page)).toEqual(['409 /auth/local/register', '401 /auth/local/login'])
  })

  it('say when no answer comes, and can be sent again as they are', async () => {
    const anna = createAccount()
    await arriveLocally(await openPage(browser), site, anna)
    const page = await openPage(browser)
    await page.goto(`${site.origin}/sign-in`)
    await page.route('**/auth/local/login', (route) => route.abort())
    await enterLocally(page, anna)
    await alert(page).getByText('There was no answer from the server.').waitFor()
    await page.unroute('**/auth/local/login')
    await button(page, 'Sign in').click()
    await heading(page, 2, 'Anna Local').waitFor()
  })

  it('say how long to wait when too much was tried', async () => {
    const page = await openPage(browser)
    await page.goto(`${site.origin}/sign-in`)
    await page.route('**/auth/local/login', (route) =>
      route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        json: { code: 'rate_limited', status: 429, requestId: 'r-1', retryAfterSeconds: 130 },
      }),
    )
    await enterLocally(page, createAccount())
    await alert(page).getByText('Wait 3 minutes, then try again.').waitFor()
  })

  it('are what password managers and pasting expect', async () => {
    const page = await openPage(browser)
    await page.goto(`${site.origin}/sign-in`)
    const readPurpose = (name: string) => field(page, name).getAttribute('autocomplete')
    expect(await readPurpose('E-mail')).toBe('username')
    expect(await readPurpose('Password')).toBe('current-password')
    await field(page, 'Password').fill('seen')
    await button(page, 'Show').click()
    expect(await field(page, 'Password').getAttribute('type')).toBe('text')
    await button(page, 'Hide').click()
    expect(await field(page, 'Password').getAttribute('type')).toBe('password')
    await button(page, 'Create account').click()
    await heading(page, 1, 'Create your account').waitFor()
    expect(await readPurpose('Password')).toBe('new-password')
  })

  it('are views of one page: Back and a reload know them, and the colour is tried on at once', async () => {
    const page = await openPage(browser)
    await page.goto(`${site.origin}/claims`)
    await button(page, 'Create account').click()
    await heading(page, 1, 'Create your account').waitFor()
    await expectSoon(() => hasFocus(heading(page, 1, 'Create your account'))).toBe(true)
    expect(await page.title()).toBe('Create your account – Vestibule')
    expect(page.url()).toBe(`${site.origin}/sign-in?view=register&returnTo=%2Fclaims`)
    const readAccent = () => page.locator('html').getAttribute('data-accent')
    expect(await readAccent()).toBe(null)
    await page.getByRole('radio', { name: 'Green' }).check()
    expect(await readAccent()).toBe('green')
    await page.reload()
    await heading(page, 1, 'Create your account').waitFor()
    await page.goBack()
    await heading(page, 1, 'Sign in').waitFor()
    expect(page.url()).toBe(`${site.origin}/claims`)
    expect(await readAccent()).toBe(null)
  })
})

describe('registration', () => {
  it('that verifies addresses asks for the password at the mail’s link, and then signs in', async () => {
    await using verifying = await startSite({ REGISTRATION: 'verify' })
    const page = await openPage(browser)
    const anna = createAccount()
    await page.goto(`${verifying.origin}/sign-in?view=register`)
    await field(page, 'Display name').fill(anna.displayName)
    await fillDoor(page, anna)
    await button(page, 'Create account').click()
    await heading(page, 1, 'Open the mail').waitFor()
    await page.goto(await readMailLink(verifying, anna.email))
    await heading(page, 1, 'Confirm your address').waitFor()
    expect(page.url()).toBe(`${verifying.origin}/sign-in?view=verify`)
    await field(page, 'Password').fill('nonsense')
    await button(page, 'Confirm').click()
    await page.getByText('The password is not right, or it was tried too often.').waitFor()
    await field(page, 'Password').fill(anna.password)
    await button(page, 'Confirm').click()
    await heading(page, 2, 'Anna Local').waitFor()
    expect(page.url()).toBe(`${verifying.origin}/`)
  })

  it('that is off is not offered, nor is its view', async () => {
    await using closed = await startSite({ REGISTRATION: 'off' })
    const page = await openPage(browser)
    await page.goto(`${closed.origin}/sign-in?view=register`)
    await heading(page, 1, 'Sign in').waitFor()
    expect(await button(page, 'Create account').count()).toBe(0)
  })
})

it('the sign-in page is light: its scripts are 75 kB at most', async () => {
  const page = await openPage(browser)
  const sizes: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') {
      sizes.push(
        response
          .request()
          .sizes()
          .then(({ responseBodySize }) => responseBodySize),
      )
    }
  })
  await page.goto(`${site.origin}/sign-in`)
  await button(page, 'Sign in').waitFor()
  await page.waitForLoadState('networkidle')
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  expect(total).toBeGreaterThan(10_000)
  expect(total).toBeLessThan(75_000)
})
