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
// none of them but one that is off, `css-orientation-lock`.
const FIND_VIOLATIONS = `axe
  .run({ resultTypes: ['violations'], preload: { assets: ['media'] } })
  .then(({ violations }) => ({ violations }))`

/** By how many pixels a page is wider than its window. */
export async function measureOverflow(page: Page): Promise<number> {
  return page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
}
