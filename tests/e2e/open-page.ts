import type { Browser } from 'playwright-core'
import { newPage, type PageOptions, type WatchedPage } from '../helpers/browser.ts'

/** Shorter than a test may take, so that a failure says what was looked for. */
export const PATIENCE_MS = 8_000

/** A page of somebody new, with an empty cookie jar. */
export async function openPage(browser: Browser, options: PageOptions = {}): Promise<WatchedPage> {
  const page = await newPage(browser, options)
  page.setDefaultTimeout(PATIENCE_MS)
  return page
}

/** Ends every visit, so that no test sees what another one left open. */
export async function closePages(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()))
}
