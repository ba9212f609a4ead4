import type { Emulator } from '@vestibule/emulator'
import type { Browser, Page, Response } from 'playwright-core'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
} from 'vitest'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { closePages, openPage } from './open-page.ts'
import { readFacts } from './read-facts.ts'
import { readProblems } from './read-problems.ts'
import { arrive, openDoor, signIn } from './sign-in.ts'
import { type OpenSite, startOpenSite } from './site.ts'

let site: OpenSite
let browser: Browser
beforeAll(async () => {
  site = await startOpenSite()
  browser = await launchBrowser()
  // Eight seconds otherwise, which nobody wants to wait for here. Far more than the tenant ever takes.
  site.context.graph.timeoutMs = 1_500
})
afterEach(() => site.emulator.clearFaults())
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

type Fault = Omit<Parameters<Emulator['addFault']>[0], 'match'>

const USERS = '/api/users?top=100&orderBy=displayName'
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name })
const people = (page: Page) => page.getByRole('grid', { name: 'Users' }).getByRole('rowheader')

/** Where no page outlives its test. */
const closeAfterwards = () => onTestFinished(() => closePages(browser))

/** Nobody has granted anything, until the test is over. */
function takeConsentAway() {
  site.emulator.reset({ consent: 'none' })
  onTestFinished(() => site.emulator.reset())
}

describe('a directory that does not answer as it should', () => {
  let page: WatchedPage
  beforeAll(async () => {
    page = await openPage(browser)
    await arrive(page, site)
  })
  beforeEach(() => {
    page.problems.length = 0
  })
  afterAll(() => closePages(browser))

  const failures: [string, Fault, { status: number; says: string }][] = [
    [
      'is down (500)',
      { kind: 'status', status: 500 },
      { status: 502, says: 'Microsoft could not be reached.' },
    ],
    [
      'is down for a moment (503)',
      // At once, or the server would try again for seconds before it says so.
      { kind: 'status', status: 503, retryAfterSeconds: 0 },
      { status: 502, says: 'Microsoft could not be reached.' },
    ],
    [
      'throttles (429)',
      { kind: 'status', status: 429, retryAfterSeconds: 30 },
      { status: 503, says: 'Microsoft asks for a pause.' },
    ],
    [
      'is too slow',
      { kind: 'delay', delayMs: 4_000 },
      { status: 504, says: 'Microsoft took too long to answer.' },
    ],
    [
      'sends a page in place of data',
      { kind: 'html' },
      { status: 502, says: 'Microsoft could not be reached.' },
    ],
    [
      'sends a page in place of data and calls it a success',
      { kind: 'html', status: 200 },
      { status: 502, says: 'Microsoft could not be reached.' },
    ],
    [
      'breaks off in the middle',
      { kind: 'truncate' },
      { status: 502, says: 'Microsoft could not be reached.' },
    ],
    [
      'closes the connection',
      { kind: 'reset' },
      { status: 502, says: 'Microsoft could not be reached.' },
    ],
  ]

  it.each(failures)(
    'one that %s is told in words with a reference, and can be tried again',
    async (_what, fault, { status, says }) => {
      site.emulator.addFault({ match: 'users', ...fault })
      const requestIds: (string | undefined)[] = []
      const note = (response: Response) => {
        if (response.url().includes('/api/users')) {
          requestIds.push(response.headers()['x-request-id'])
        }
      }
      page.on('response', note)
      await page.goto(`${site.origin}/users`)
      const panel = page.getByRole('alert')
      await panel.getByRole('heading', { name: says }).waitFor()

      await panel.getByText('Details for support').click()
      expect(await readFacts(panel)).toMatchObject({
        Status: String(status),
        'Request id': requestIds.at(-1),
      })
      expect(requestIds.at(-1)).toMatch(/^[0-9a-f-]{36}$/)
      page.off('response', note)

      site.emulator.clearFaults()
      await button(page, 'Try again').click()
      await people(page).first().waitFor()
      expect(await panel.count()).toBe(0)
      expect(new Set(readProblems(page))).toEqual(new Set([`${status} ${USERS}`]))
    },
  )

  it('takes no other page with it', async () => {
    site.emulator.addFault({ match: 'users', kind: 'status', status: 500 })
    await page.goto(`${site.origin}/users`)
    await page.getByRole('alert').waitFor()
    await link(page, 'Token claims').click()
    await page.getByRole('table', { name: 'ID token' }).waitFor()
    await link(page, 'Profile').click()
    await page.getByRole('heading', { level: 2, name: 'Ada Admin' }).waitFor()
  })

  it('throttling says how long to wait, and is not asked again meanwhile', async () => {
    const fault = { kind: 'status', status: 429, retryAfterSeconds: 30 } as const
    site.emulator.addFault({ match: 'users', ...fault })
    const before = site.emulator.requests().length
    await page.goto(`${site.origin}/users`)
    await page.getByRole('alert').getByText('It asks for 30 seconds.').waitFor()
    expect(readProblems(page)).toEqual([`503 ${USERS}`])
    const asked = site.emulator
      .requests()
      .slice(before)
      .filter(({ path }) => path.startsWith('/v1.0/users'))
    expect(asked.map(({ status }) => status)).toEqual([429])
  })

  it('a next page that does not come leaves the rows that did', async () => {
    await page.goto(`${site.origin}/users`)
    await page.getByText('100 of 272 people').waitFor()
    site.emulator.addFault({ match: 'users', kind: 'status', status: 500 })
    await button(page, 'Show more people').click()
    await page.getByText('Only the first 100 people are here.').waitFor()
    expect(await people(page).count()).toBeGreaterThan(10)
    expect(await page.getByRole('alert').count()).toBe(0)

    site.emulator.clearFaults()
    await button(page, 'Try again').click()
    await page.getByText('200 of 272 people').waitFor()
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('273')
  })
})

it('a session that ended on the server leads to the sign-in page and back to the same place', async () => {
  closeAfterwards()
  const page = await openPage(browser)
  const path = '/users?search=tom+tea'
  await signIn(page, site, { path })
  await people(page).first().waitFor()
  const cookies = await page.context().cookies(site.origin)
  // As from another window of the same session; this one keeps its cookie.
  const ended = await fetch(`${site.origin}/auth/logout`, {
    method: 'POST',
    headers: {
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      origin: site.origin,
      'x-csrf': '1',
    },
  })
  expect(ended.status).toBe(200)

  await page.getByRole('columnheader', { name: 'Created' }).getByRole('button').click()
  await page.getByText('Your session has ended.').waitFor()
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  await openDoor(page)
  // The organisation still knows the person: nobody has to choose.
  await page.waitForURL(`${site.origin}${path}&orderBy=createdAt`)
  await people(page).first().waitFor()
  expect(await people(page).count()).toBe(1)
  // A picture may be asked for between the end of the session and the end of the page.
  const refused = readProblems(page).filter((problem) => !/^401 .*\/photo\?/.test(problem))
  expect(refused).toEqual([
    `401 ${path}`,
    '401 /api/users?top=100&orderBy=createdAt&search=tom%20tea',
  ])
})

it('a permission that is missing is named, asked for at a press and leads back to the people', async () => {
  closeAfterwards()
  const page = await openPage(browser)
  takeConsentAway()
  await page.goto(`${site.origin}/users`)
  await openDoor(page)
  await button(page, 'Sign in as Ada Admin').click()
  await button(page, 'Accept').click()

  const panel = page.getByRole('alert')
  await panel
    .getByRole('heading', { name: 'Vestibule needs a permission that it does not have yet.' })
    .waitFor()
  expect(await panel.getByRole('listitem').allInnerTexts()).toEqual(['User.Read.All'])

  await button(page, 'Give consent').click()
  await page.getByRole('heading', { name: 'Permissions requested' }).waitFor()
  // Only what is missing, not all over again.
  expect(await page.getByRole('main').getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringMatching(/\bUser\.Read\.All\b/),
  ])
  await button(page, 'Accept').click()
  await page.waitForURL(`${site.origin}/users`)
  await people(page).first().waitFor()
  expect(readProblems(page)).toEqual(['401 /users', `403 ${USERS}`])
})

describe('a sign-in that does not succeed', () => {
  afterEach(() => closePages(browser))

  /** The card on the sign-in page, once it says this; the reference on it is the one in the address. */
  async function expectCard(page: Page, says: string): Promise<void> {
    const card = page.getByRole('alert')
    await card.getByText(says).waitFor()
    const { pathname, searchParams } = new URL(page.url())
    expect(pathname).toBe('/sign-in')
    const reference = searchParams.get('ref') ?? ''
    expect(reference).toMatch(/^[0-9a-f-]{36}$/)
    await card.getByText(reference).waitFor()
    expect(await card.textContent()).not.toContain(searchParams.get('error'))
  }

  it('because it was not started here says so, and the door is open', async () => {
    const page = await openPage(browser)
    await page.goto(`${site.origin}/auth/callback?code=made-up&state=made-up`)
    await expectCard(page, 'This sign-in was not started in this browser.')
    await openDoor(page)
    await button(page, 'Sign in as Ada Admin').click()
    await page.getByRole('heading', { level: 2, name: 'Ada Admin' }).waitFor()
    expect(readProblems(page)).toEqual([])
  })

  it('because its answer was used before says so; to who is signed in it is nothing new', async () => {
    const page = await openPage(browser)
    const answers: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/auth/callback?')) answers.push(request.url())
    })
    await signIn(page, site, { path: '/claims' })
    const [answer = ''] = answers
    await page.goto(answer)
    await page.getByRole('table', { name: 'ID token' }).waitFor()
    expect(page.url()).toBe(`${site.origin}/claims`)

    await button(page, 'Sign out').click()
    await page.getByText('You are signed out.').waitFor()
    await page.goto(answer)
    await expectCard(page, 'This sign-in was already used.')
  })

  it('because it was cancelled says so, and the next one still leads to the page asked for', async () => {
    const page = await openPage(browser)
    takeConsentAway()
    await page.goto(`${site.origin}/claims`)
    await openDoor(page)
    await button(page, 'Sign in as Ada Admin').click()
    await button(page, 'Cancel').click()
    await expectCard(page, 'You were not signed in, because the sign-in was cancelled or refused.')
    await openDoor(page)
    // Nobody has come in on this device yet, so they are asked who they are once more.
    await page.getByRole('button', { name: 'Ada Admin' }).click()
    await button(page, 'Accept').click()
    await page.waitForURL(`${site.origin}/claims`)
    await page.getByRole('table', { name: 'ID token' }).waitFor()
    expect(readProblems(page)).toEqual(['401 /claims'])
  })

  it('because the organisation’s service is down, or asks for a pause, says so and for how long, and the door is open', async () => {
    const page = await openPage(browser)
    site.emulator.addFault({ match: 'token', kind: 'status', status: 503, times: 1 })
    await page.goto(site.origin)
    await openDoor(page)
    await button(page, 'Sign in as Ada Admin').click()
    await expectCard(page, 'Microsoft could not be reached.')

    const pause = { kind: 'status', status: 429, retryAfterSeconds: 100, times: 1 } as const
    site.emulator.addFault({ match: 'token', ...pause })
    await openDoor(page)
    await page.getByRole('button', { name: 'Ada Admin' }).click()
    await expectCard(page, 'Microsoft asks us to slow down.')
    await page.getByRole('alert').getByText('Try again in 2 minutes.').waitFor()
    await openDoor(page)
    await page.getByRole('button', { name: 'Ada Admin' }).click()
    await page.getByRole('heading', { level: 2, name: 'Ada Admin' }).waitFor()
  })

  it('because it began again and again by itself says so, and the click before is not counted', async () => {
    const page = await openPage(browser)
    // The organisation's page as it is when it sends people back at once to what asks it again.
    const again = `${site.origin}/auth/login?returnTo=/claims`
    await page.addInitScript(
      `if (location.origin === '${site.emulator.url}') location.replace('${again}')`,
    )
    let starts = 0
    page.on('request', (request) => {
      if (new URL(request.url()).pathname.endsWith('/authorize')) starts += 1
    })
    await page.goto(`${site.origin}/claims`)
    await openDoor(page)
    await expectCard(page, 'The sign-in began again and again by itself, so it was stopped.')
    expect(starts).toBe(6)
  })

  it('tells of it once: the address is clean again when the next one begins', async () => {
    const page = await openPage(browser)
    await page.goto(`${site.origin}/auth/callback?code=made-up&state=made-up`)
    await expectCard(page, 'This sign-in was not started in this browser.')
    await openDoor(page)
    await button(page, 'Sign in as Ada Admin').waitFor()
    await page.goBack()
    await button(page, 'Sign in with Microsoft').waitFor()
    expect(page.url()).toBe(`${site.origin}/sign-in`)
    expect(await page.getByRole('alert').count()).toBe(0)
  })
})
