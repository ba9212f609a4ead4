import type { Setup, SetupPermission } from '@vestibule/contract'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, newPage, type PageOptions, type WatchedPage } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { readFacts } from './read-facts.ts'
import { readProblems } from './read-problems.ts'
import { arrive, openDoor } from './sign-in.ts'
import { type Site, startSite } from './site.ts'
import { hasFocus, tabTo } from './tab-to.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite()
  browser = await launchBrowser()
})
beforeEach(() => {
  site.emulator.clearFaults()
  site.emulator.reset()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

const ALL_THERE = 'Everything Vestibule needs is there.'
const WIDTHS = [1_440, 800, 360]

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const said = (page: Page, text: string) => page.getByRole('status').getByText(text)
const address = () => `${site.origin}/setup`

/** A permission of a feature, by its name. */
const row = (page: Page, feature: string, name: string) =>
  page
    .getByRole('list', { name: `Permissions: ${feature}` })
    .getByRole('listitem')
    .filter({ hasText: name })
const OWN = 'Vestibule’s own access to the directory'

/** Signs in for the first time in a tenant that has consented to nothing. */
async function signInAndAgree(page: Page): Promise<void> {
  await page.goto(address())
  await openDoor(page)
  await button(page, 'Sign in as Ada Admin').click()
  await button(page, 'Accept').click()
  await page.waitForURL(address())
}

/** What the server says when all is well. It makes a call for each permission, so it is asked once. */
let whole: Promise<Setup> | undefined
async function readSetup(page: Page): Promise<Setup> {
  const reply = await page.request.get(`${site.origin}/api/setup`)
  expect(reply.status()).toBe(200)
  return reply.json()
}

/** Opens the page with an answer of the server's that is hard to come by. */
async function openWith(
  change: (setup: Setup) => Setup,
  options: PageOptions = {},
): Promise<WatchedPage> {
  const page = await openPage(browser, { locale: 'en-GB', ...options })
  await page.route('**/api/setup', async (route) => {
    whole ??= readSetup(page)
    await route.fulfill({ json: change(await whole) })
  })
  await arrive(page, site, { path: '/setup' })
  await page.getByRole('heading', { name: OWN }).waitFor()
  return page
}

/** Every permission alike. */
const toAll =
  (change: (permission: SetupPermission) => Partial<SetupPermission>) =>
  (setup: Setup): Setup => ({
    ...setup,
    features: setup.features.map(({ id, permissions }) => ({
      id,
      permissions: permissions.map((permission) => ({ ...permission, ...change(permission) })),
    })),
  })

const withCredential =
  (credential: Partial<Setup['credential']>) =>
  (setup: Setup): Setup => ({ ...setup, credential: { ...setup.credential, ...credential } })

const withCheck = (check: Setup['checks'][number]) => (setup: Setup) => ({
  ...setup,
  checks: setup.checks.map((one) => (one.id === check.id ? check : one)),
})

const fail = (outcome: 'missing' | 'unavailable', code: string) =>
  toAll(({ probe }) => ({ isConsented: true, probe: { ...probe, outcome, code } }))

describe('an organisation that has consented to nothing', () => {
  // Two people, three pages of the organisation's and six of ours.
  it('is told what is missing, grants it, and is told when it is taken away again', {
    timeout: 60_000,
  }, async () => {
    site.emulator.reset({ consent: 'none' })
    const page = await openPage(browser, { locale: 'en-GB' })
    await signInAndAgree(page)
    await said(page, '15 of 16 permissions are missing.').waitFor()
    expect(await readFacts(row(page, 'Profile', 'User.Read'))).toEqual({
      Asked: 'At sign-in',
      Consented: 'Yes',
      Proven: 'Now',
      'Probe now': 'Passed',
    })
    const organization = row(page, OWN, 'Organization.Read.All')
    expect(await readFacts(organization)).toMatchObject({
      Asked: 'By admin consent',
      Consented: 'No',
      Proven: 'Never',
      'Probe now': expect.stringMatching(/^Missing\s+\w+$/),
    })
    await organization.getByText('Grant admin consent: nobody can give this one').waitFor()
    await row(page, 'Users', 'User.Read.All').getByText('Open the page that needs it').waitFor()
    await page.getByText('Nobody has answered from here yet.').waitFor()

    const max = await openPage(browser, { locale: 'en-GB' })
    await max.goto(address())
    await openDoor(max)
    await button(max, 'Sign in as Max Member').click()
    await button(max, 'Accept').click()
    await max.getByRole('heading', { name: 'Only administrators see the set-up.' }).waitFor()
    await max.goto(`${site.origin}/auth/admin-consent`)
    await max.getByRole('heading', { name: 'Need admin approval' }).waitFor()
    await button(max, 'Return to the application without granting consent').click()
    await said(max, 'Admin consent was refused.').waitFor()
    await button(page, 'Check again').click()
    await said(page, '15 of 16 permissions are missing.').waitFor()
    // Who is no administrator cannot answer for the organisation.
    await page.getByText('Nobody has answered from here yet.').waitFor()

    await link(page, 'Grant admin consent').click()
    await page.getByRole('heading', { name: 'Permissions requested' }).waitFor()
    await button(page, 'Accept').click()
    await said(page, 'The consent page says yes; the calls below prove it.').waitFor()
    await said(page, ALL_THERE).waitFor()
    await page.getByText('Last answer: granted').waitFor()
    await expectSoon(async () => page.url()).toBe(address())
    await page.reload()
    await said(page, ALL_THERE).waitFor()
    expect(await said(page, 'The consent page says yes').count()).toBe(0)

    await link(page, 'Users').click()
    await page.getByRole('rowheader', { name: 'Ada Admin' }).waitFor()
    await link(page, 'Setup').click()
    await said(page, ALL_THERE).waitFor()
    page.problems.length = 0
    // Reading the whole directory includes reading its people, and the basic permission their names.
    const permissions = ['User.Read.All', 'Directory.Read.All', 'User.ReadBasic.All']
    site.emulator.withdrawConsent({ permissions })
    await button(page, 'Check again').click()
    await said(page, '5 of 16 permissions are missing.').waitFor()
    expect(await readFacts(row(page, OWN, 'User.Read.All'))).toMatchObject({
      Consented: 'Yes, but the call is refused',
      Proven: 'Now',
      'Probe now': expect.stringMatching(/^Missing\b/),
    })
    await link(page, 'Users').click()
    await page.getByText('Vestibule needs a permission that it does not have yet.').waitFor()
    // The rows that were there until now may have asked for their pictures.
    const refused = readProblems(page).filter((problem) => !/^403 .*\/photo\?/.test(problem))
    expect(refused).toEqual([expect.stringMatching(/^403 \/api\/users\?/)])
  })

  it('that refuses on the consent page reads that nothing was changed', async () => {
    site.emulator.reset({ consent: 'none' })
    const page = await openPage(browser, { locale: 'en-GB' })
    await signInAndAgree(page)
    await link(page, 'Grant admin consent').click()
    await button(page, 'Cancel').click()
    const notice = page.getByRole('status').filter({ hasText: 'Admin consent was refused.' })
    await notice.getByText('Nothing was changed.').waitFor()
    await said(page, '15 of 16 permissions are missing.').waitFor()
    await page.getByText('Last answer: refused').waitFor()
  })
})

describe('the set-up', () => {
  it('is linked for administrators alone, and refused to others in words', async () => {
    const page = await openPage(browser)
    await arrive(page, site)
    await link(page, 'Setup').click()
    await said(page, ALL_THERE).waitFor()
    expect(await page.title()).toBe('Setup – Vestibule')
    expect(readProblems(page)).toEqual([])

    const max = await openPage(browser)
    await arrive(max, site, { person: 'Max Member' })
    await link(max, 'Security').waitFor()
    expect(await link(max, 'Setup').count()).toBe(0)
    await max.goto(address())
    await max.getByRole('heading', { name: 'Only administrators see the set-up.' }).waitFor()
    for (const width of WIDTHS) {
      await max.setViewportSize({ width, height: 800 })
      expect(await findBarriers(max)).toEqual([])
    }
    expect(readProblems(max)).toEqual(['403 /api/setup'])
  })

  it('is not tried before the page is opened', async () => {
    const page = await openPage(browser)
    await arrive(page, site)
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await link(page, 'Setup').hover()
    // Another page's data come by pointing at its link, so by then this one's would have.
    await link(page, 'Security').hover()
    await expectSoon(async () => asked).toContain('/api/sessions')
    expect(asked).not.toContain('/api/setup')
    await link(page, 'Setup').click()
    await said(page, ALL_THERE).waitFor()
  })

  it('that cannot be read is told in words, and is there at the second try', async () => {
    const page = await openPage(browser)
    await arrive(page, site)
    await page.route('**/api/setup', (route) => route.abort())
    await page.goto(address())
    const panel = page.getByRole('alert')
    await panel.getByRole('heading', { name: 'There was no answer from the server.' }).waitFor()
    await page.unroute('**/api/setup')
    await button(page, 'Try again').click()
    await said(page, ALL_THERE).waitFor()
  })

  it('that cannot be read again stays in sight', async () => {
    const page = await openWith((setup) => setup)
    await page.unroute('**/api/setup')
    await page.route('**/api/setup', (route) => route.fulfill({ status: 404 }))
    await button(page, 'Check again').click()
    await page.getByText('This could not be read again.').waitFor()
    await said(page, ALL_THERE).waitFor()
  })

  it('is checked again in its own place, without a mouse, and says so', async () => {
    const page = await openPage(browser)
    await arrive(page, site, { path: '/setup' })
    await said(page, ALL_THERE).waitFor()
    let answer = Promise.withResolvers<void>()
    await page.route('**/api/setup', async (route) => {
      await answer.promise
      await route.continue()
    })
    const readPlaces = () =>
      page
        .getByRole('main')
        .locator('p:not([role="status"]), button, li')
        .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().y))
    for (const width of WIDTHS) {
      answer = Promise.withResolvers()
      await page.setViewportSize({ width, height: 800 })
      const before = await readPlaces()
      if (!(await hasFocus(button(page, 'Check again')))) {
        await tabTo(page, button(page, 'Check again'))
      }
      await page.keyboard.press('Enter')
      await page.getByText('Checking…').waitFor({ state: 'attached' })
      expect(await button(page, 'Check again').getAttribute('aria-disabled')).toBe('true')
      expect(await readPlaces()).toEqual(before)
      answer.resolve()
      await page.getByText('Checked.').waitFor({ state: 'attached' })
      expect(await readPlaces()).toEqual(before)
      expect(await hasFocus(button(page, 'Check again'))).toBe(true)
    }
    await tabTo(page, link(page, 'Grant admin consent'))
    await page.keyboard.press('Enter')
    await button(page, 'Sign in as Ada Admin').waitFor()
  })

  it('is proved anew while it is in sight, which is no use of the session', async () => {
    // A clock of its own stays with a context for good.
    const page = await newPage(browser)
    await page.clock.install()
    const marks: (string | undefined)[] = []
    await page.route('**/api/setup', async (route) => {
      marks.push(route.request().headers()['x-background'])
      await route.continue()
    })
    await arrive(page, site, { path: '/setup' })
    await said(page, ALL_THERE).waitFor()
    expect(marks).toEqual([undefined])
    await page.clock.runFor(31_000)
    await expectSoon(async () => marks).toEqual([undefined, '1'])
    await button(page, 'Check again').click()
    await page.getByText('Checked.').waitFor({ state: 'attached' })
    expect(marks).toEqual([undefined, '1', undefined])
  })

  it.each([
    ['granted', 'The consent page says yes; the calls below prove it.'],
    ['refused', 'Admin consent was refused.'],
    ['failed', 'Admin consent could not be completed.'],
  ])('says once that consent was %s', async (outcome, text) => {
    const page = await openPage(browser)
    await arrive(page, site)
    await page.goto(`${address()}?consent=${outcome}`)
    await said(page, text).waitFor()
    await expectSoon(async () => page.url()).toBe(address())
    await said(page, text).waitFor()
    await page.reload()
    await said(page, ALL_THERE).waitFor()
    expect(await said(page, text).count()).toBe(0)
    await page.goBack()
    await page.getByRole('heading', { level: 2, name: 'Ada Admin' }).waitFor()
  })
})

interface Case {
  change: (setup: Setup) => Setup
  says: (string | RegExp)[]
}

const CASES: Record<string, Case> = {
  'a permission that was granted and is refused': {
    change: fail('missing', 'Authorization_RequestDenied'),
    says: [
      '16 of 16 permissions are missing.',
      'Yes, but the call is refused',
      'Authorization_RequestDenied',
      'Consent was given, yet Microsoft refuses the call',
    ],
  },
  'permissions that nobody can tell about': {
    change: fail('unavailable', 'TooManyRequests'),
    says: [
      '16 of 16 permissions cannot be checked now.',
      'Cannot be told now',
      'Nothing is known to be wrong.',
    ],
  },
  'a redirect URI that is not registered': {
    change: withCheck({
      id: 'redirect_uris',
      outcome: 'failed',
      reason: 'redirect_uri_unregistered',
      subject: 'https://vestibule.example/auth/callback',
    }),
    says: ['1 check failed.', 'Does not work', /: https:\/\/vestibule\.example\/auth\/callback$/],
  },
  'a credential that Microsoft refuses': {
    change: fail('missing', 'AADSTS7000222'),
    says: ['Microsoft does not take the application’s credential.'],
  },
  'a certificate that expires soon': {
    change: withCredential({
      kind: 'certificate',
      thumbprint: 'pX5oT9VYh0q3oF1m2bq8b0m5k9Xv7nK3uQxLZP1c2Wk',
      expiresAt: new Date(Date.now() + 12.5 * 86_400_000).toISOString(),
      daysLeft: 12,
      state: 'expiring',
    }),
    says: [
      'The application’s credential expires in 12 days.',
      /pnpm cli keys certificate/,
      'pX5oT9VYh0q3oF1m2bq8b0m5k9Xv7nK3uQxLZP1c2Wk',
      '12 days left',
    ],
  },
  'a secret that has expired': {
    change: withCredential({
      kind: 'secret',
      thumbprint: null,
      expiresAt: new Date(Date.now() - 3 * 86_400_000).toISOString(),
      daysLeft: -3,
      state: 'expired',
    }),
    says: ['The application’s credential has expired.', 'Make a new secret'],
  },
  'a secret of which nobody knows when it expires': {
    change: withCredential({
      kind: 'secret',
      thumbprint: null,
      expiresAt: null,
      daysLeft: null,
      state: 'ok',
    }),
    says: ['Microsoft does not tell here when it expires.'],
  },
}

// Light and dark both are `accessible.test.ts`’s to look at, with everything in order.
describe.each(['dark'] as const)('in the %s', { timeout: 40_000 }, (colorScheme) => {
  it.each(Object.entries(CASES))('%s is told in words, without barriers', async (_name, each) => {
    const page = await openWith(each.change, { colorScheme })
    for (const text of each.says) await page.getByText(text).first().waitFor()
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      expect(await measureOverflow(page), `${width} pixels`).toBe(0)
    }
    expect(await findBarriers(page)).toEqual([])
    expect(readProblems(page)).toEqual([])
  })
})
