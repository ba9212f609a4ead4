import type { Page } from 'playwright-core'
import type { Site } from './site.ts'

export interface SignInOptions {
  person?: string
  /** The page to ask for, which is also where sign-in must lead. */
  path?: string
}

/** Asks for a page as somebody signed out everywhere, and goes through both doors to it. */
export async function signIn(
  page: Page,
  { origin }: Site,
  { person = 'Ada Admin', path = '/' }: SignInOptions = {},
): Promise<void> {
  await page.goto(origin + path)
  await openDoor(page)
  await page.getByRole('button', { name: `Sign in as ${person}` }).click()
  await page.waitForURL(origin + path)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** Leaves the sign-in page for the organisation's own. */
export async function openDoor(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click()
}
