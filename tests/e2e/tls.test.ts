import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser, watchPage } from '../helpers/browser.ts'
import { closePages } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { signIn } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite({ TLS: 'adhoc', ENTRA_RESPONSE_MODE: 'form_post' })
  browser = await launchBrowser()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

it('over https, by a certificate made here, a posted answer signs in and every cookie is bound to the host', async () => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = watchPage(await context.newPage())
  await signIn(page, site)
  await page.getByRole('heading', { level: 2, name: 'Ada Admin' }).waitFor()
  expect(new URL(page.url()).protocol).toBe('https:')
  const cookies = await context.cookies(site.origin)
  expect(cookies.map(({ name }) => name).toSorted()).toEqual(['__Host-vd', '__Host-vestibule'])
  expect(cookies.every(({ secure, httpOnly }) => secure && httpOnly)).toBe(true)
  expect(readProblems(page)).toEqual(['401 /'])
})
