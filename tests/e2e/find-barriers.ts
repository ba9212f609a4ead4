import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

// Half as long as what `axe.source` holds, which every page has to read.
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds wrong with a page as it stands, each with the elements it is about. */
export async function findBarriers(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(AXE)
  const { violations } = await page.evaluate<Pick<AxeResults, 'violations'>>(FIND_VIOLATIONS)
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary}`),
  )
}

// All rules run; only what passes them is not listed one by one. Style sheets are read a second time for
// none of them but one that is off, `css-orientation-lock`. What was sound before with the very same
// elements in the very same window, as in the light before the dark, can have gained a barrier by its
// colours alone: then the rules of colours run, which is half the time.
const FIND_VIOLATIONS = `(async () => {
  globalThis.soundBefore ??= new Set()
  const shown = innerWidth + ' ' + innerHeight + document.documentElement.outerHTML
  const isKnown = soundBefore.has(shown)
  const { violations } = await axe.run({
    resultTypes: ['violations'],
    preload: { assets: ['media'] },
    ...(isKnown && { runOnly: ['color-contrast', 'link-in-text-block'] }),
  })
  if (violations.length === 0) soundBefore.add(shown)
  return { violations }
})()`

/** By how many pixels a page is wider than its window. */
export async function measureOverflow(page: Page): Promise<number> {
  return page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
}
