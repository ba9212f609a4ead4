import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, newPage, type WatchedPage } from '../helpers/browser.ts'
import { type Canary, startCanary } from './canary.ts'
import { expectSoon } from './expect-soon.ts'
import { listHostileMessages } from './hostile-messages.ts'
import { PATIENCE_MS } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { arrive } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

// Two walls, each proved without the other: what the server makes of a message, and the frame that shows it.

let site: Site
let browser: Browser
let canary: Canary
let hostile: Record<string, string>
beforeAll(async () => {
  site = await startSite()
  browser = await launchBrowser()
  canary = await startCanary()
  hostile = listHostileMessages(canary.origin)
  for (const [subject, content] of Object.entries(hostile)) {
    const body = { contentType: 'html', content } as const
    site.emulator.addMessage('sara@contoso.test', { subject, from: 'eve@evil.test', body })
  }
})
beforeEach(() => {
  canary.hits.length = 0
})
// Contexts of their own: whatever such a message leaves behind, no other page finds it.
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))
afterAll(async () => {
  await browser?.close()
  await canary?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

const LONG = { timeout: 90_000 }
const SUBJECTS = Object.keys(listHostileMessages('https://canary.test'))

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Everything that tells of something having run, loaded or led somewhere. */
interface Watched {
  page: WatchedPage
  dialogs: string[]
  /** What was asked of anybody but us. */
  foreign: Request[]
  answered: string[]
}

async function openMailbox(): Promise<Watched> {
  const page = await newPage(browser, { locale: 'en-GB' })
  page.setDefaultTimeout(PATIENCE_MS)
  const watched: Watched = { page, dialogs: [], foreign: [], answered: [] }
  const isOurs = (address: string) =>
    [site.origin, `blob:${site.origin}`, 'data:'].some((origin) => address.startsWith(origin))
  page.context().on('request', (request) => {
    if (!isOurs(request.url())) watched.foreign.push(request)
  })
  page.context().on('response', (response) => {
    if (!isOurs(response.url())) watched.answered.push(response.url())
  })
  page.on('dialog', (dialog) => {
    watched.dialogs.push(dialog.message())
    return dialog.dismiss()
  })
  await arrive(page, site, { path: '/mail?of=sara@contoso.test' })
  watched.foreign.length = 0
  await page.getByLabel('Reason').fill('A complaint')
  await button(page, 'Open mailbox').click()
  return watched
}

/** Opens one, looks at it as it was written, and presses whatever is there to be pressed. */
async function showFormatted(page: Page, subject: string) {
  await page
    .getByRole('list', { name: 'Messages' })
    .getByRole('button')
    .filter({ has: page.getByText(subject, { exact: true }) })
    .click()
  await page.getByRole('article', { name: subject }).waitFor()
  await button(page, 'Show formatted').click()
  const handle = await page.locator('iframe').elementHandle()
  const frame = await handle?.contentFrame()
  if (!frame) throw new Error('The message is in no frame.')
  await frame.waitForURL(/^blob:/, { waitUntil: 'load' })
  for (const pressed of await frame.getByText('press me').all()) {
    // Where nothing else is left to hide, an honest address may be followed: that is what a press is for.
    const address = await pressed.getAttribute('href', { timeout: 1_000 })
    const rel = await pressed.getAttribute('rel', { timeout: 1_000 })
    if (address?.startsWith(canary.origin) && rel?.startsWith('noopener noreferrer')) continue
    await pressed.click({ timeout: 300, force: true }).catch(() => {})
    if (!frame.url().startsWith('blob:')) break
  }
  return frame
}

/** Another page of ours: by then what was under way has come to something. */
async function leave(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Security', exact: true }).click()
  await page.getByText('This device').waitFor()
}

async function expectNothing({ page, dialogs, answered }: Watched, subject: string) {
  expect(canary.hits, subject).toEqual([])
  expect(answered, subject).toEqual([])
  expect(dialogs, subject).toEqual([])
  expect(await page.evaluate('globalThis.hacked'), subject).toBeUndefined()
  expect(new URL(page.url()).origin, subject).toBe(site.origin)
  expect(await page.getByRole('article', { name: subject }).count(), subject).toBe(1)
}

describe('a hostile message', () => {
  it(
    'as the server hands it on runs nothing, leads nowhere, and asks nobody for anything',
    LONG,
    async () => {
      const watched = await openMailbox()
      const { page } = watched
      const before = canary.connections()
      for (const subject of SUBJECTS) {
        const frame = await showFormatted(page, subject)
        expect(frame.url(), subject).toMatch(/^blob:/)
        await expectNothing(watched, subject)
        expect(
          watched.foreign.map((request) => request.url()),
          subject,
        ).toEqual([])
      }
      await leave(page)
      expect(canary.hits).toEqual([])
      expect(canary.connections()).toBe(before)
      // Not even a policy had to refuse anything.
      expect(readProblems(page)).toEqual([])
      expect(page.context().pages()).toHaveLength(1)
    },
  )

  it('as it was sent, past the server’s wall, is held by the frame alone', LONG, async () => {
    const watched = await openMailbox()
    const { page } = watched
    let subject = ''
    await page.route(/\/messages\/[^/?]+$/, async (route) => {
      const response = await route.fetch()
      const message = await response.json()
      subject = message.subject
      const body = { ...message.body, html: hostile[message.subject] }
      await route.fulfill({ response, json: { ...message, body } })
    })
    for (const wanted of SUBJECTS) {
      const frame = await showFormatted(page, wanted)
      expect(subject).toBe(wanted)
      // What a press asked for was refused in the frame; nothing took the page away.
      expect(frame.url(), wanted).toMatch(/^(blob:|chrome-error:)/)
      await expectNothing(watched, wanted)
    }
    await leave(page)
    const isOver = (request: Request) => request.failure() !== null
    await expectSoon(async () => watched.foreign.every(isOver)).toBe(true)
    expect(canary.hits).toEqual([])
    expect(watched.answered).toEqual([])
    // It was tried, and each time a policy of the browser's said no.
    expect(watched.foreign.length).toBeGreaterThan(20)
    const failures = watched.foreign.map((request) => request.failure()?.errorText)
    expect(failures.filter((reason) => reason !== 'csp' && reason !== 'origin')).toEqual([])
  })

  it('would do all of that in a page that lets it', LONG, async () => {
    let dialogs = 0
    for (const subject of SUBJECTS) {
      canary.hits.length = 0
      canary.page = `<!doctype html><body>${hostile[subject]}`
      const page = await newPage(browser)
      page.on('dialog', (dialog) => {
        dialogs += 1
        // It may have taken its page away already.
        dialog.dismiss().catch(() => {})
      })
      await page.goto(`${canary.origin}/page`, { waitUntil: 'commit' })
      const pressed = page.getByText('press me')
      if (subject === 'links') await pressed.first().click()
      await expectSoon(async () => `${subject}: ${canary.hits.length > 0}`).toBe(`${subject}: true`)
      await page.context().close()
    }
    expect(dialogs).toBeGreaterThan(0)
  })
})

it('a link in a message opens a tab of its own, which is told nothing of where it came from', async () => {
  site.emulator.addMessage('tom@contoso.test', {
    subject: 'A link',
    from: 'eve@evil.test',
    body: { contentType: 'html', content: `<a href="${canary.origin}/followed">follow</a>` },
  })
  const page = await newPage(browser)
  page.setDefaultTimeout(PATIENCE_MS)
  await arrive(page, site, { path: '/mail?of=tom@contoso.test' })
  await page.getByLabel('Reason').fill('A complaint')
  await button(page, 'Open mailbox').click()
  await page.getByRole('list', { name: 'Messages' }).getByRole('button').first().click()
  await button(page, 'Show formatted').click()
  const opening = page.context().waitForEvent('page')
  await page.frameLocator('iframe').getByRole('link', { name: 'follow' }).click()
  const opened = await opening
  await opened.waitForURL(`${canary.origin}/followed`)
  expect(await opened.evaluate('globalThis.opener')).toBeNull()
  const followed = canary.hits.filter(({ path }) => path === '/followed')
  expect(followed).toEqual([{ path: '/followed', referrer: undefined }])
  expect(new URL(page.url()).pathname).toBe('/mail')
})
