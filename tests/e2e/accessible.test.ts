import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { arriveLocally, createAccount } from './local-account.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { LOCAL, type Screen, SIGNED_IN, SIGNED_OUT, VIEWS } from './screens.ts'
import { arrive } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite()
  browser = await launchBrowser()
  site.emulator.updateUser('noor@contoso.test', { jobTitle: LONG_TITLE })
})
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

/** As long as a title can be, without a place to break it. */
const LONG_TITLE = 'Vertretungsplanungsverantwortliche'.repeat(4).slice(0, 128)
const SIZES = { 'wide (1,440 px)': [1_440, 900], 'narrow (360 px)': [360, 740] } as const
const SCHEMES = ['light', 'dark'] as const

describe.each([
  ['signed out', { ...SIGNED_OUT, ...VIEWS }, async () => {}],
  ['with a local account', LOCAL, (page) => arriveLocally(page, site, createAccount())],
  ['signed in', SIGNED_IN, (page) => arrive(page, site)],
] as [string, Record<string, Screen>, (page: WatchedPage) => Promise<void>][])(
  '%s',
  (_who, screens, enter) => {
    let page: WatchedPage
    /** What stands on the page: the same in light and in dark. */
    let shown: Screen | undefined
    beforeAll(async () => {
      page = await openPage(browser)
      await enter(page)
    })
    afterEach(() => site.emulator.clearFaults())
    afterAll(() => closePages(browser))

    async function show(screen: Screen): Promise<void> {
      if (screen === shown) return
      shown = undefined
      // A page that is still there would go on asking, and be answered otherwise.
      await page.goto('about:blank')
      page.problems.length = 0
      await page.unrouteAll()
      await screen.open(page, site)
      shown = screen
    }

    // Contrast is measured cell by cell, which takes its time on a hundred rows.
    describe.each(Object.entries(screens))('%s', { timeout: 60_000 }, (_name, screen) => {
      // Two colours are as far apart in a narrow window as in a wide one, and all else is the same in the dark.
      it.each([
        ['light', SIZES],
        ['dark', { 'wide (1,440 px)': SIZES['wide (1,440 px)'] }],
      ] as const)('has no barrier in the %s', async (colorScheme, sizes) => {
        await show(screen)
        await page.emulateMedia({ colorScheme })
        for (const [size, [width, height]] of Object.entries(sizes)) {
          await page.setViewportSize({ width, height })
          expect(await measureOverflow(page), `${size}: pixels wider than the window`).toBe(0)
          expect(await findBarriers(page), size).toEqual([])
        }
        expect([...new Set(readProblems(page))]).toEqual(screen.refused ?? [])
      })
    })
  },
)

it.each(['blue', 'green', 'grey'] as const)(
  '%s is an accent to read by, in light and dark',
  async (accentColor) => {
    const page = await openPage(browser)
    const expectNoBarrier = async (where: string) => {
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme })
        expect(await findBarriers(page), `${colorScheme} ${where}`).toEqual([])
      }
    }
    await arriveLocally(page, site, { ...createAccount(), accentColor }, '/settings')
    await page.getByText('As the browser').waitFor()
    await expectNoBarrier('settings')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    expect(await page.locator('html').getAttribute('data-accent')).toBe(accentColor)
    await expectNoBarrier('sign-in')
    await closePages(browser)
  },
)

it('the search for barriers finds one that is there', async () => {
  const page = await openPage(browser)
  await page.goto(`${site.origin}/sign-in`)
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.evaluate(`
    const button = document.createElement('button')
    button.style.width = '2000px'
    document.querySelector('main').append(button)
  `)
  expect(await findBarriers(page)).toEqual([
    expect.stringMatching(/^button-name: Buttons must have discernible text/),
  ])
  expect(await measureOverflow(page)).toBeGreaterThan(0)
  await closePages(browser)
})
