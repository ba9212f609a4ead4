import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
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

interface Screen {
  /** Brings the page to where it is to be looked at. */
  open: (page: Page) => Promise<unknown>
  /** What Chromium writes to the console of it, each once; nothing else may stand there. */
  refused?: string[]
}

const go = (page: Page, path: string) => page.goto(site.origin + path)
const breakUsers = () => site.emulator.addFault({ match: 'users', kind: 'status', status: 500 })

const SIGNED_OUT: Record<string, Screen> = {
  'the sign-in page': {
    open: async (page) => {
      await go(page, '/sign-in')
      await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    },
  },
  'the sign-in page in place of another': {
    refused: ['401 /users'],
    open: async (page) => {
      await go(page, '/users')
      await page.getByText('The page you asked for opens once you are signed in.').waitFor()
    },
  },
  'the sign-in page after a failure': {
    open: async (page) => {
      await go(page, '/auth/callback?code=made-up&state=made-up')
      await page.getByRole('alert').waitFor()
    },
  },
}

const SIGNED_IN: Record<string, Screen> = {
  'the profile': {
    open: async (page) => {
      await go(page, '/')
      await page.getByRole('heading', { level: 2, name: 'Ada Admin' }).waitFor()
    },
  },
  'the token claims': {
    open: async (page) => {
      await go(page, '/claims')
      await page.getByRole('table', { name: 'ID token' }).waitFor()
    },
  },
  'the users': {
    open: async (page) => {
      await go(page, '/users')
      await page.getByText('100 of 272 people').waitFor()
    },
  },
  'the users with a name that runs the other way and an endless title': {
    open: async (page) => {
      await go(page, '/users?search=noor')
      await page.getByRole('rowheader', { name: 'نور الدين الحسيني' }).waitFor()
    },
  },
  'the users when nobody matches': {
    open: async (page) => {
      await go(page, '/users?search=zzzz')
      await page.getByRole('heading', { name: 'Nobody matches “zzzz”.' }).waitFor()
    },
  },
  'the users when they do not come': {
    refused: ['502 /api/users?top=100&orderBy=displayName'],
    open: async (page) => {
      breakUsers()
      await go(page, '/users')
      await page.getByRole('alert').getByText('Details for support').click()
      await page.getByRole('button', { name: 'Copy for support' }).waitFor()
    },
  },
  'the users when the next of them do not come': {
    refused: [
      expect.stringMatching(/^502 \/api\/users\?top=100&orderBy=displayName&cursor=[\w.~=-]+$/),
    ],
    open: async (page) => {
      await go(page, '/users')
      const more = page.getByRole('button', { name: 'Show more people' })
      await more.waitFor()
      breakUsers()
      await more.click()
      await page.getByText('Only the first 100 people are here.').waitFor()
      await page.getByText('Details for support').click()
    },
  },
  'the sessions': {
    open: async (page) => {
      await go(page, '/security')
      await page.getByText('This device').waitFor()
    },
  },
  'the sessions when one is about to be ended': {
    open: async (page) => {
      await arrive(await openPage(browser), site)
      await go(page, '/security')
      await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
      await page.getByRole('button', { name: 'End session: ' }).first().click()
      await page.getByRole('button', { name: 'Yes, end it' }).waitFor()
    },
  },
  'the set-up': {
    open: async (page) => {
      await go(page, '/setup')
      await page.getByText('Everything Vestibule needs is there.').waitFor()
    },
  },
  'an address without a page': {
    open: async (page) => {
      await go(page, '/nowhere')
      await page.getByRole('heading', { name: 'There is no page at this address.' }).waitFor()
    },
  },
}

// Contrast is measured cell by cell, which takes its time on a hundred rows.
describe.each(['light', 'dark'] as const)('in the %s', { timeout: 60_000 }, (colorScheme) => {
  let stranger: WatchedPage
  let ada: WatchedPage
  beforeAll(async () => {
    stranger = await openPage(browser, { colorScheme })
    ada = await openPage(browser, { colorScheme })
    await arrive(ada, site)
  })
  beforeEach(() => {
    stranger.problems.length = 0
    ada.problems.length = 0
  })
  afterEach(() => site.emulator.clearFaults())
  afterAll(() => closePages(browser))

  async function expectNoBarrier(page: WatchedPage, { open, refused = [] }: Screen) {
    await open(page)
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      await page.setViewportSize({ width, height })
      expect(await measureOverflow(page), `${size}: pixels wider than the window`).toBe(0)
      expect(await findBarriers(page), size).toEqual([])
    }
    expect([...new Set(readProblems(page))]).toEqual(refused)
  }

  it.each(Object.entries(SIGNED_OUT))('%s has no barrier, wide or narrow', (_name, screen) =>
    expectNoBarrier(stranger, screen),
  )
  it.each(Object.entries(SIGNED_IN))('%s has no barrier, wide or narrow', (_name, screen) =>
    expectNoBarrier(ada, screen),
  )
})

it('the search for barriers finds one that is there', async () => {
  const page = await openPage(browser)
  await go(page, '/sign-in')
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
