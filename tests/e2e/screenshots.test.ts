import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { encodePng } from './encode-png.ts'
import { closePages, openPage } from './open-page.ts'
import { signIn } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

// Takes the pictures that the documents show. With UPDATE_SCREENSHOTS=1 they are put there.

const isUpdate = process.env.UPDATE_SCREENSHOTS === '1'
const FOLDER = isUpdate
  ? join(import.meta.dirname, '../../docs/screenshots')
  : mkdtempSync(join(tmpdir(), 'vestibule-screenshots-'))
const MOST_BYTES = 120_000

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite()
  browser = await launchBrowser()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
  if (!isUpdate) rmSync(FOLDER, { recursive: true, force: true })
})

const WIDE = { width: 1_280, height: 800 }
const LOOKS = {
  light: { colorScheme: 'light', viewport: WIDE },
  dark: { colorScheme: 'dark', viewport: WIDE },
  narrow: { colorScheme: 'light', viewport: { width: 360, height: 780 } },
} as const

/** One look shows that every picture can be taken; all of them are for the documents. */
const looks = isUpdate ? Object.entries(LOOKS) : Object.entries(LOOKS).slice(0, 1)

/** What the README begins with. */
const SHOWN_FIRST = ['profile', 'users']

const heading = (page: Page, level: number, name: string) =>
  page.getByRole('heading', { level, name })

/** Each page with what stands on it once it is all there. */
const PAGES: Record<string, { path: string; isReady: (page: Page) => Promise<unknown> }> = {
  profile: { path: '/', isReady: (page) => heading(page, 2, 'Ada Admin').waitFor() },
  claims: { path: '/claims', isReady: (page) => heading(page, 2, 'ID token').waitFor() },
  users: { path: '/users', isReady: (page) => page.getByText('100 of 272 people').waitFor() },
  batches: {
    path: '/batches',
    isReady: (page) => page.getByRole('link', { name: 'Dry run: Disable 60 accounts' }).waitFor(),
  },
  audit: { path: '/audit', isReady: (page) => page.getByText('Batch finished').waitFor() },
  security: { path: '/security', isReady: (page) => page.getByText('This device').waitFor() },
  settings: { path: '/settings', isReady: (page) => page.getByText('As the browser').waitFor() },
  setup: {
    path: '/setup',
    isReady: (page) => page.getByText('Everything Vestibule needs is there.').waitFor(),
  },
}

/** That each of them opens is for other tests to show. */
const pages = Object.entries(PAGES).filter(([name]) => isUpdate || SHOWN_FIRST.includes(name))

const PHONE = {
  locale: 'en-GB',
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
}

/** Signs in here and on a telephone, and nowhere else: every look shows the same. */
async function signInOnTwo(page: Page): Promise<void> {
  await signIn(page, site)
  const ended = await page.request.delete(`${site.origin}/api/sessions?scope=others`, {
    headers: { origin: site.origin, 'x-csrf': '1' },
  })
  expect(ended.status()).toBe(204)
  await signIn(await openPage(browser, PHONE), site)
}

/** Looks at sixty people, once for all looks, and opens what came of it. */
async function openBatch(page: Page): Promise<void> {
  const people = site.emulator.listUsers().slice(0, 57)
  const users = people.map(({ userPrincipalName }) => userPrincipalName)
  const reply = await page.request.post(`${site.origin}/api/user-batches`, {
    headers: { origin: site.origin, 'x-csrf': '1', 'idempotency-key': 'pictures' },
    data: {
      action: 'disable',
      dryRun: true,
      users: [...users, 'left@contoso.test', 'gone@contoso.test', 'gibberish'],
    },
  })
  expect(reply.status()).toBe(202)
  const { id } = await reply.json()
  await page.goto(`${site.origin}/batches/${id}`)
  await page.getByRole('button', { name: 'Export CSV' }).waitFor()
  await page.getByRole('table', { name: 'Accounts' }).waitFor()
}

// A picture of a million dots is read twice and written once.
describe.each(looks)('%s', { timeout: 60_000 }, (look, { viewport, colorScheme }) => {
  async function expectPicture(page: Page, name: string): Promise<void> {
    // No face is left half faded in, and no focus stands where nobody has put it.
    await page.waitForLoadState('networkidle')
    await page.evaluate('Promise.all(document.getAnimations().map((each) => each.finished))')
    const path = join(FOLDER, `${name}-${look}.png`)
    const taken = await readPicture(page, await page.screenshot({ caret: 'hide' }))
    writeFileSync(path, encodePng(taken.dots, taken.width))
    expect(statSync(path).size).toBeLessThan(MOST_BYTES)
    const { width, height, colours, brightness } = await measurePicture(page, readFileSync(path))
    expect({ width, height }).toEqual(viewport)
    // A page that has not come is of one colour or two.
    expect(colours).toBeGreaterThan(20)
    if (colorScheme === 'dark') expect(brightness).toBeLessThan(0.3)
    else expect(brightness).toBeGreaterThan(0.7)
  }

  it('the sign-in page and the registration can be shown', async () => {
    const page = await openPage(browser, { viewport, colorScheme, locale: 'en-GB' })
    await page.goto(`${site.origin}/sign-in`)
    await heading(page, 1, 'Sign in').waitFor()
    await expectPicture(page, 'sign-in')
    await page.getByRole('button', { name: 'Create account' }).click()
    await heading(page, 1, 'Create your account').waitFor()
    await expectPicture(page, 'register')
  })

  it('the pages behind it can be shown', async () => {
    const page = await openPage(browser, { viewport, colorScheme, locale: 'en-GB' })
    await signInOnTwo(page)
    await openBatch(page)
    await expectPicture(page, 'batch')
    for (const [name, { path, isReady }] of pages) {
      await page.goto(site.origin + path)
      await isReady(page)
      await expectPicture(page, name)
    }
  })
})

interface Picture {
  width: number
  height: number
  /** Of each, row by row, red, green, blue and how opaque it is. */
  dots: Buffer
}

/** A picture as the browser reads it. */
async function readPicture(page: Page, file: Buffer): Promise<Picture> {
  const read = await inBrowser<Omit<Picture, 'dots'> & { dots: string }>(page, file, TELL_DOTS)
  return { ...read, dots: Buffer.from(read.dots, 'base64') }
}

interface Look {
  width: number
  height: number
  colours: number
  /** Of the average dot, from 0 to 1. */
  brightness: number
}

/** How a picture looks to the browser, which tells it sooner than it hands out a million dots. */
const measurePicture = (page: Page, file: Buffer): Promise<Look> =>
  inBrowser(page, file, MEASURE_DOTS)

const inBrowser = <T>(page: Page, file: Buffer, read: string): Promise<T> =>
  page.evaluate<T>(`(${OPEN_PICTURE})('${file.toString('base64')}').then(${read})`)

// As text: these files are checked without the browser's types.
const OPEN_PICTURE = `async (base64) => {
  const file = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const picture = await createImageBitmap(new Blob([file], { type: 'image/png' }))
  const { width, height } = picture
  const canvas = new OffscreenCanvas(width, height).getContext('2d')
  canvas.drawImage(picture, 0, 0)
  return { width, height, data: canvas.getImageData(0, 0, width, height).data }
}`

const TELL_DOTS = `({ width, height, data }) => new Promise((resolve, reject) => {
  const reader = new FileReader()
  reader.onerror = reject
  reader.onload = () => resolve({ width, height, dots: reader.result.split(',')[1] })
  reader.readAsDataURL(new Blob([data]))
})`

const MEASURE_DOTS = `({ width, height, data }) => {
  const colours = new Set()
  let sum = 0
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = [data[at], data[at + 1], data[at + 2]]
    colours.add((red << 16) + (green << 8) + blue)
    sum += red + green + blue
  }
  const brightness = sum / (data.length / 4) / 3 / 255
  return { width, height, colours: colours.size, brightness }
}`
