import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { openDoor, signIn } from './sign-in.ts'
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
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

/** A picture that is still on its way when the session ends would be refused. */
const settle = (page: Page) => page.waitForLoadState('networkidle')

async function signOut(page: Page): Promise<void> {
  await settle(page)
  await button(page, 'Sign out').click()
  await page.getByText('You are signed out.').waitFor()
}

/** The organisation's own address for it, without a word of whose session or which application. */
const toLogout = ({ emulator }: Site) =>
  emulator.authority.replace(/\/v2\.0$/, '/oauth2/v2.0/logout')

/** Nobody has signed in at the organisation in this browser, or has signed out since. */
async function expectNobodyThere(page: Page): Promise<void> {
  await openDoor(page)
  await button(page, 'Sign in as Ada Admin').waitFor()
  expect(await page.getByText('(signed in)').count()).toBe(0)
}

describe('signing out at the organisation, as another application would', () => {
  it('ends the session here: the next click leads to the sign-in page and back', async () => {
    const page = await openPage(browser)
    await signIn(page, site)
    await heading(page, 'Ada Admin').waitFor()
    await settle(page)
    page.problems.length = 0

    const elsewhere = await page.context().newPage()
    // A frame that a policy forbids is told here.
    const complaints: string[] = []
    elsewhere.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    const told = elsewhere.waitForResponse(/\/auth\/frontchannel-logout\?/)
    await elsewhere.goto(toLogout(site))
    await heading(elsewhere, 'You signed out of your account').waitFor()
    expect((await told).status()).toBe(200)
    await elsewhere.waitForLoadState('networkidle')
    expect(complaints).toEqual([])

    await link(page, 'Token claims').click()
    await page.getByText('Your session has ended.').waitFor()
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    expect(readProblems(page)).toEqual(['401 /api/token-claims'])
    await expectNobodyThere(page)
    await button(page, 'Sign in as Ada Admin').click()
    await page.waitForURL(`${site.origin}/claims`)
  })
})

describe('signing out here', () => {
  it('ends the session here and at the organisation, and leads back to the sign-in page', async () => {
    const page = await openPage(browser)
    await signIn(page, site)
    await signOut(page)
    expect(page.url()).toBe(`${site.origin}/sign-in`)
    await page.goto(`${site.origin}/claims`)
    await button(page, 'Sign in with Microsoft').waitFor()
    await expectNobodyThere(page)
    expect(readProblems(page)).toEqual(['401 /', '401 /claims'])
  })

  it('Back shows nothing of the person who left', async () => {
    const page = await openPage(browser)
    await signIn(page, site)
    await heading(page, 'Ada Admin').waitFor()
    await signOut(page)
    await page.goBack()
    await button(page, 'Sign in with Microsoft').waitFor()
    expect(await page.getByText('Ada Admin').count()).toBe(0)
  })
})
