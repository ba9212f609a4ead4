import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { type PageOptions, type WatchedPage, watchPage } from '../helpers/browser.ts'

/** Shorter than a test may take, so that a failure says what was looked for. */
export const PATIENCE_MS = 8_000

/** A context that is used again and again, and found by each visit as empty as a new one. */
interface WarmContext {
  context: BrowserContext
  /** What pages in it are told of the visitor. */
  kind: string
  isTaken: boolean
  /** Forgets whoever was here. */
  empty(): Promise<void>
}

const warm = new WeakMap<Browser, WarmContext[]>()

/**
 * A page of somebody new: no cookie, and nothing stored. The renderer of an earlier visit is kept with
 * what it has compiled, which is a third of the time of a page.
 */
export async function openPage(
  browser: Browser,
  { colorScheme, viewport, ...rest }: PageOptions = {},
): Promise<WatchedPage> {
  const context = await takeContext(browser, rest)
  const page = await context.newPage()
  if (colorScheme) await page.emulateMedia({ colorScheme })
  if (viewport) await page.setViewportSize(viewport)
  page.setDefaultTimeout(PATIENCE_MS)
  return watchPage(page)
}

/** Ends every visit, so that no test sees what another one left open. */
export async function closePages(browser: Browser): Promise<void> {
  const contexts = warm.get(browser) ?? []
  const own = new Set(contexts.map(({ context }) => context))
  await Promise.all([
    ...contexts.filter(({ isTaken }) => isTaken).map(release),
    ...browser.contexts().map((context) => own.has(context) || context.close()),
  ])
}

async function release(context: WarmContext): Promise<void> {
  await context.empty()
  context.isTaken = false
}

async function takeContext(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<BrowserContext> {
  const kind = JSON.stringify(options)
  const contexts = warm.get(browser) ?? []
  warm.set(browser, contexts)
  const free = contexts.find((each) => !each.isTaken && each.kind === kind)
  const taken = free ?? { kind, ...(await createContext(browser, options)) }
  if (!free) contexts.push(taken)
  taken.isTaken = true
  return taken.context
}

async function createContext(browser: Browser, options: BrowserContextOptions) {
  const context = await browser.newContext(options)
  // The renderer ends with the last of its pages, so this one stays.
  const anchor = await context.newPage()
  const session = await context.newCDPSession(anchor)
  return {
    context,
    isTaken: true,
    async empty() {
      const pages = context.pages().filter((page) => page !== anchor)
      await Promise.all(pages.map((page) => page.close()))
      await context.clearCookies()
      await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' })
      await session.send('Network.clearBrowserCache')
    },
  }
}
