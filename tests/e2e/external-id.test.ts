import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { readMailedCode } from '../conformance/customer-driver.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { findBarriers } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { readFacts } from './read-facts.ts'
import { openDoor } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite({}, ({ url, customersClientId }) => ({
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

/** What the profile says that was said at signing up. */
async function readDetails(page: Page): Promise<Record<string, string>> {
  const details = page.locator('section').filter({ hasText: 'Your details' })
  await details.getByText('Signs in with').waitFor()
  return readFacts(details)
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
  await page.getByRole('link', { name: 'Create an account', exact: true }).click()
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
  expect(await readDetails(page)).toEqual({
    'Signs in with': 'E-mail address',
    'Country/Region': 'DE',
    'Postal code': '10115',
  })
  for (const name of ['Users', 'Groups']) {
    await page.getByRole('link', { name, exact: true }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await page.getByText('Customers have no directory.').first().waitFor()
  }
  expect(await findBarriers(page)).toEqual([])

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

it('a customer comes by a social account, which the profile names', async () => {
  const page = await openPage(browser)
  await page.goto(`${site.origin}/`)
  await openDoor(page)
  await press(page, 'Continue with Google (demo)')
  await isHome(page)
  expect(await readDetails(page)).toMatchObject({ 'Signs in with': 'google.com' })
})
