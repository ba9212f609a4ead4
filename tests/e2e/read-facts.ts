import type { Locator } from 'playwright-core'

/** The names and values of a description list, as they stand on the screen. */
export async function readFacts(within: Locator): Promise<Record<string, string>> {
  const names = await within.getByRole('term').allInnerTexts()
  const values = await within.getByRole('definition').allInnerTexts()
  return Object.fromEntries(names.map((name, index) => [name, values[index]?.trim() ?? '']))
}
