import type { Page } from 'playwright-core'
import { signIn as choosePerson, createBrowser, getRedirect } from '../helpers/sign-in-driver.ts'
import type { Site } from './site.ts'

export interface SignInOptions {
  person?: string
  /** The page to ask for, which is also where sign-in must lead. */
  path?: string
}

export interface ArriveOptions extends SignInOptions {
  /** What the session is listed as; Node's own name by default. */
  userAgent?: string
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

/**
 * Opens a page as somebody who has signed in before: through the same doors, but without a browser, which
 * takes a tenth of the time. For what begins behind the doors.
 */
export async function arrive(
  page: Page,
  { origin }: Site,
  { person = 'Ada Admin', path = '/', userAgent }: ArriveOptions = {},
): Promise<void> {
  const visitor = createBrowser()
  const started = await visitor.fetch(`${origin}/auth/login`)
  const answer = await choosePerson(createBrowser(), await getRedirect(started), person)
  const headers: Record<string, string> = userAgent ? { 'user-agent': userAgent } : {}
  const finished = await visitor.fetch(answer, { headers })
  const [session] = finished.headers
    .getSetCookie()
    .filter((line) => line.startsWith('vestibule-'))
    .map((line) => line.split(';', 1).join().split('='))
  const [name = '', value = ''] = session ?? []
  const cookie = { name, value, url: origin, httpOnly: true, sameSite: 'Lax' as const }
  await page.context().addCookies([cookie])
  await page.goto(origin + path)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** Leaves the sign-in page for the organisation's own. */
export async function openDoor(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click()
}
