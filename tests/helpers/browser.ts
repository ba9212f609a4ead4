import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from './chromium.ts'

/** A page that remembers what went wrong in it; a test asserts that `problems` is empty. */
export type WatchedPage = Page & { problems: string[] }

export type PageOptions = Pick<
  BrowserContextOptions,
  'colorScheme' | 'viewport' | 'locale' | 'userAgent'
>

let running: Promise<Browser> | undefined

/**
 * The Chromium that the test run found, without a window and without a word to anyone. One process serves
 * all files of a worker, which is a second of each: closing it closes its pages, and it ends with the worker.
 */
export async function launchBrowser(): Promise<Browser> {
  running ??= launch()
  const browser = await running
  return Object.create(browser, {
    close: {
      value: () => Promise.all(browser.contexts().map((context) => context.close())),
    },
  })
}

async function launch(): Promise<Browser> {
  const found = await findChromium()
  if (!found) throw new Error('There is no Chromium: `pnpm test` finds or installs one.')
  return chromium.launch({
    executablePath: found.path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // One renderer for all pages of a context: a start of one for each costs as much as the page itself.
      '--disable-site-isolation-trials',
      '--renderer-process-limit=1',
    ],
  })
}

/**
 * A page of a context of its own: no cookie of another test is in it. Close it with
 * `page.context().close()`, or with the browser.
 */
export async function newPage(browser: Browser, options: PageOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext(options)
  return watchPage(await context.newPage())
}

/** Notes from now on what goes wrong in a page. */
export function watchPage(page: Page): WatchedPage {
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    const { url, lineNumber } = message.location()
    problems.push(`console: ${message.text()} (${url}:${lineNumber})`)
  })
  page.on('pageerror', (error) => problems.push(`error: ${error.stack ?? error.message}`))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'no answer'
    // The page itself gave up on it, by leaving or by an AbortSignal.
    if (reason === 'net::ERR_ABORTED') return
    problems.push(`request: ${request.method()} ${request.url()} ${reason}`)
  })
  return Object.assign(page, { problems })
}
