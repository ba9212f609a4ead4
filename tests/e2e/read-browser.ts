import type { Page } from 'playwright-core'
import type { Places } from './find-tokens.ts'

/** All that a script of the page could read, and the cookies that it could not. */
export async function readBrowser(page: Page): Promise<Places> {
  const read = await page.evaluate<Places>(READ_PAGE)
  const cookies = await page.context().cookies()
  return { ...read, cookies: JSON.stringify(cookies), address: page.url() }
}

// As text: these files are checked without the browser's types.
const READ_PAGE = `(async () => ({
  localStorage: JSON.stringify({ ...localStorage }),
  sessionStorage: JSON.stringify({ ...sessionStorage }),
  'document.cookie': document.cookie,
  IndexedDB: JSON.stringify(await indexedDB.databases()),
  caches: JSON.stringify(await caches.keys()),
  document: document.documentElement.outerHTML,
  'history.state': JSON.stringify(history.state),
  'window.name': window.name,
}))()`
