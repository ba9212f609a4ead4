import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { arriveLocally, createAccount } from './local-account.ts'
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

/** A view of the sign-in page, by the words of its heading. */
const showView = (query: string, name: string): Screen => ({
  open: async (page) => {
    await go(page, `/sign-in?view=${query}`)
    await page.getByRole('heading', { level: 1, name }).waitFor()
  },
})

const VIEWS: Record<string, Screen> = {
  'the registration': showView('register', 'Create your account'),
  'the registration with nothing typed': {
    open: async (page) => {
      await showView('register', 'Create your account').open(page)
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.getByText('Enter your e-mail address.').waitFor()
    },
  },
  'the wrong password': {
    refused: ['401 /auth/local/login'],
    open: async (page) => {
      await go(page, '/sign-in')
      await page.getByLabel('E-mail').fill('nobody@example.test')
      await page.getByLabel('Password').fill('nonsense')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  'the forgotten password': showView('forgot', 'Forgotten your password?'),
  'the mail that is on its way': {
    open: async (page) => {
      await showView('forgot', 'Forgotten your password?').open(page)
      await page.getByLabel('E-mail').fill('nobody@example.test')
      await page.getByRole('button', { name: 'Send the mail' }).click()
      await page.getByRole('heading', { name: 'Open the mail' }).waitFor()
    },
  },
  'the new password': showView('reset#made-up', 'Choose a new password'),
  'a link of a mail without its secret': showView('reset', 'This link is not whole'),
  'the confirmation of an address': showView('verify#made-up', 'Confirm your address'),
  'the password once more': showView('again', 'Give your password once more'),
}

const LOCAL: Record<string, Screen> = {
  'the profile of a local account': {
    open: async (page) => {
      await go(page, '/')
      await page.getByRole('heading', { level: 2, name: 'Anna Local' }).waitFor()
    },
  },
  'the users without a Microsoft account': {
    refused: ['403 /api/users?top=100&orderBy=displayName'],
    open: async (page) => {
      await go(page, '/users')
      await page.getByRole('button', { name: 'Link' }).waitFor()
    },
  },
  'the change of a password': {
    open: async (page) => {
      await go(page, '/security')
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.getByLabel('New password').waitFor()
    },
  },
  'the link that needs the password once more': {
    open: async (page) => {
      await go(page, '/security?link=password')
      await page.getByRole('button', { name: 'Continue to Microsoft' }).waitFor()
    },
  },
  'the link that did not come to be': {
    open: async (page) => {
      await go(page, '/security?link=conflict')
      await page.getByText('The accounts were not linked.').waitFor()
    },
  },
}

/** A new batch of a list with something of everything in it. */
async function openDraft(page: Page): Promise<void> {
  await go(page, '/batches/new')
  await page.evaluate('sessionStorage.clear()')
  await page.reload()
  const names = ['noor', 'sara', 'ola', 'ada', 'nobody', 'sara'].map(
    (name) => `${name}@contoso.test`,
  )
  await page.getByLabel('Paste accounts').fill([...names, 'gibberish'].join('\n'))
  await page.getByText('1 duplicate, 1 not understood').waitFor()
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
  'people who are selected': {
    open: async (page) => {
      await go(page, '/users')
      await page.getByRole('checkbox', { name: /^Select all people shown/ }).check()
      await page.getByRole('region', { name: 'Selection' }).waitFor()
    },
  },
  'an account that is about to be disabled': {
    open: async (page) => {
      await go(page, '/users/sara@contoso.test')
      await page.getByRole('button', { name: 'Disable account' }).click()
      await page.keyboard.press('Enter')
      await page.getByText('Say why.').waitFor()
    },
  },
  'a list that is pasted': {
    open: async (page) => {
      await openDraft(page)
      await page.getByText('Lines that were not understood').click()
      await page.getByText('Lines that come twice').click()
    },
  },
  'what would happen to a list': {
    open: async (page) => {
      await openDraft(page)
      await page.getByRole('button', { name: /^Check \d+ accounts$/ }).click()
      await page.getByText('Disable 3 accounts, skip 2').waitFor()
      await page.getByRole('button', { name: 'Disable 3 accounts' }).click()
      await page.getByText('Say why.').waitFor()
    },
  },
  'what came of a batch': {
    open: async (page) => {
      await openDraft(page)
      await page.getByRole('radio', { name: 'Look up' }).check()
      await page.getByRole('button', { name: /^Look up \d+ accounts$/ }).click()
      await page.getByText('4 accounts found. 1 not found.').waitFor()
      await page
        .getByRole('rowheader', { name: 'nobody@contoso.test' })
        .waitFor({ timeout: 30_000 })
    },
  },
  'the batches': {
    open: async (page) => {
      await go(page, '/batches')
      await page.getByRole('list', { name: 'Batches' }).waitFor()
    },
  },
  'a batch that is not there': {
    refused: ['404 /api/user-batches/made-up'],
    open: async (page) => {
      await go(page, '/batches/made-up')
      await page.getByRole('heading', { name: 'There is no such batch.' }).waitFor()
    },
  },
  'the audit': {
    open: async (page) => {
      await go(page, '/audit')
      await page.getByText('Details', { exact: true }).first().click()
      await page.getByText('Hash').first().waitFor()
    },
  },
  'the settings': {
    open: async (page) => {
      await go(page, '/settings')
      await page.getByText('As the browser').waitFor()
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
  let anna: WatchedPage
  beforeAll(async () => {
    stranger = await openPage(browser, { colorScheme })
    ada = await openPage(browser, { colorScheme })
    anna = await openPage(browser, { colorScheme })
    await arrive(ada, site)
    await arriveLocally(anna, site, createAccount())
  })
  beforeEach(() => {
    stranger.problems.length = 0
    ada.problems.length = 0
    anna.problems.length = 0
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
  it.each(Object.entries(VIEWS))('%s has no barrier, wide or narrow', (_name, screen) =>
    expectNoBarrier(stranger, screen),
  )
  it.each(Object.entries(LOCAL))('%s has no barrier, wide or narrow', (_name, screen) =>
    expectNoBarrier(anna, screen),
  )
  it.each(Object.entries(SIGNED_IN))('%s has no barrier, wide or narrow', (_name, screen) =>
    expectNoBarrier(ada, screen),
  )
})

it.each(['blue', 'green', 'grey'] as const)(
  '%s is an accent to read by, in light and dark',
  async (accentColor) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openPage(browser, { colorScheme })
      await arriveLocally(page, site, { ...createAccount(), accentColor }, '/settings')
      await page.getByText('As the browser').waitFor()
      expect(await findBarriers(page), `${colorScheme} settings`).toEqual([])
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByText('You are signed out.').waitFor()
      expect(await page.locator('html').getAttribute('data-accent')).toBe(accentColor)
      expect(await findBarriers(page), `${colorScheme} sign-in`).toEqual([])
    }
    await closePages(browser)
  },
)

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
