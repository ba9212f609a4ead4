import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { readMailedCode } from '../conformance/customer-driver.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { findBarriers } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { openDoor } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite({ FEATURES: 'profile' }, ({ url, customersClientId }) => ({
    ENTRA_AUTHORITY: `${url}/customers.test`,
    ENTRA_CLIENT_ID: customersClientId,
    ENTRA_CLIENT_CERTIFICATE_FILE: '',
    ENTRA_CLIENT_SECRET: 'demo-customers-secret',
  }))
  browser = await launchBrowser()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

const EMAIL = 'nina@example.test'
const [FIRST_PASSWORD, SECOND_PASSWORD] = ['Blue-lamp-42', 'Green-lamp-43']

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const fill = (page: Page, label: string, text: string) =>
  page.getByLabel(label, { exact: true }).fill(text)

async function isHome(page: Page): Promise<void> {
  await page.waitForURL(`${site.origin}/`)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** Proves the address by the code that was mailed to it. */
async function typeCode(page: Page): Promise<void> {
  await page.getByLabel('One-time code').waitFor()
  await fill(page, 'One-time code', readMailedCode(site.emulator, EMAIL))
  await press(page, 'Verify code')
}

it('a customer signs up, is known by what they said, signs out, resets the password and signs in', {
  timeout: 60_000,
}, async () => {
  const page = await openPage(browser)
  await page.goto(`${site.origin}/sign-in`)
  await page.getByText('Your account', { exact: true }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('link', { name: 'No account yet? Sign up with Microsoft' }).click()
  await fill(page, 'Email', EMAIL)
  await press(page, 'Next')
  await typeCode(page)
  await fill(page, 'New password', FIRST_PASSWORD)
  await press(page, 'Next')
  await fill(page, 'Display name', 'Nina New')
  await page.getByLabel('Country/Region').selectOption('DE')
  await fill(page, 'Postal code', '10115')
  await press(page, 'Create account')
  await isHome(page)
  await page.getByText('Nina New').first().waitFor()
  // Customers have no directory, and no page of it is offered.
  const pages = page.getByRole('navigation', { name: 'Pages' }).getByRole('link')
  expect(await pages.allInnerTexts()).toEqual(['Profile', 'Token claims', 'Security', 'Settings'])
  await page.getByRole('link', { name: 'Token claims' }).click()
  await page.getByText('10115').first().waitFor()

  await press(page, 'Sign out')
  await page.waitForURL(/\/sign-in/)
  await openDoor(page)
  await fill(page, 'Email', EMAIL)
  await press(page, 'Next')
  await press(page, 'Forgot password?')
  await fill(page, 'Email', EMAIL)
  await press(page, 'Next')
  await typeCode(page)
  await fill(page, 'New password', SECOND_PASSWORD)
  await press(page, 'Next')
  await fill(page, 'Password', FIRST_PASSWORD)
  await press(page, 'Next')
  await fill(page, 'Password', SECOND_PASSWORD)
  await press(page, 'Next')
  await isHome(page)
  await page.getByText('Nina New').first().waitFor()
})

it('a customer comes by a social account, which the claims name', async () => {
  const page = await openPage(browser)
  await page.goto(`${site.origin}/claims`)
  await openDoor(page)
  await press(page, 'Continue with Google (demo)')
  await page.waitForURL(`${site.origin}/claims`)
  await page.getByText('google.com').first().waitFor()
})
