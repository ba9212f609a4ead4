import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { findBarriers } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { signIn } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  // Every organisation's page, and one organisation that may come in.
  site = await startSite({}, ({ url, tenants }) => ({
    ENTRA_AUTHORITY: `${url}/organizations`,
    ENTRA_ALLOWED_TENANTS: String(tenants[0]?.id),
  }))
  browser = await launchBrowser()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

it('somebody of an allowed organisation comes in', async () => {
  const page = await openPage(browser)
  await signIn(page, site, { person: 'Ada Admin' })
  await page.getByText('ada@contoso.test').first().waitFor()
})

it.each([
  {
    locale: 'en-GB',
    colorScheme: 'light' as const,
    said: 'Your organisation may not sign in here.',
    account: 'Microsoft signed you in as fay@fabrikam.test.',
    other: 'Use another account',
  },
  {
    locale: 'fr-FR',
    colorScheme: 'dark' as const,
    said: 'Votre organisation ne peut pas se connecter ici.',
    account: 'Microsoft vous a connecté en tant que fay@fabrikam.test.',
    other: 'Utiliser un autre compte',
  },
])(
  'somebody of another one reads which account was used, and takes another: $locale',
  async (row) => {
    const page = await openPage(browser, { locale: row.locale, colorScheme: row.colorScheme })
    await page.goto(`${site.origin}/users`)
    await page.getByRole('button', { name: /Microsoft/ }).click()
    await page.getByRole('button', { name: 'Sign in as Fay Foreign' }).click()
    const alert = page.getByRole('alert').filter({ hasText: row.said })
    await alert.getByText(row.account).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await alert.getByRole('link', { name: row.other }).click()
    await page.getByRole('button', { name: 'Sign in as Ada Admin' }).click()
    await page.waitForURL(`${site.origin}/users`)
    await page.getByRole('rowheader', { name: 'Ada Admin' }).waitFor()
  },
)
