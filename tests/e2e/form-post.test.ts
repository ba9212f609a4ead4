import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { openDoor } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite({ ENTRA_RESPONSE_MODE: 'form_post' })
  browser = await launchBrowser()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

it('a posted answer of another site signs in, says no as well, and leaves no code in an address', async () => {
  const page = await openPage(browser)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const [visited, posts]: [string[], string[]] = [[], []]
  page.on('request', (request) => {
    if (!request.isNavigationRequest() || !request.url().startsWith(site.origin)) return
    visited.push(request.url())
    if (request.method() === 'POST') posts.push(request.postData() ?? '')
  })
  site.emulator.reset({ consent: 'none' })
  await page.goto(`${site.origin}/users`)

  await openDoor(page)
  await button('Sign in as Ada Admin').click()
  await button('Cancel').click()
  await page.getByText('You were not signed in, because the sign-in was cancelled').waitFor()
  expect(posts.join()).toContain('error=access_denied')

  site.emulator.reset()
  await openDoor(page)
  await button('Sign in as Ada Admin').click()
  await page.waitForURL(`${site.origin}/users`)
  await page.getByRole('searchbox', { name: 'Search by name or address' }).waitFor()
  expect(posts.join()).toContain('code=')
  const names = (await page.context().cookies(site.origin)).map(({ name }) => name)
  expect(names.filter((name) => /^v[at]-/.test(name))).toEqual([])

  await page.waitForLoadState('networkidle')
  await button('Sign out').click()
  await page.getByText('You are signed out.').waitFor()
  await openDoor(page)
  await page.getByRole('button', { name: 'Sign in as Ada Admin' }).click()
  await button('Sign out').waitFor()
  expect(visited.filter((address) => /[?&]code=/.test(address))).toEqual([])
  expect(readProblems(page)).toEqual(['401 /users'])
})
