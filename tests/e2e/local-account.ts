import type { Page } from 'playwright-core'
import type { Site } from './site.ts'

/** Somebody with e-mail and password. */
export interface LocalAccount {
  displayName: string
  email: string
  password: string
  accentColor?: 'blue' | 'green' | 'grey'
}

let count = 0

/** An account that no other test has, once it is registered. */
export function createAccount(displayName = 'Anna Local'): LocalAccount {
  count += 1
  return { displayName, email: `anna-${count}@example.test`, password: 'a long enough password' }
}

/** Asks for a page as a newcomer, makes an account on the way and ends on that page. */
export async function register(
  page: Page,
  { origin }: Site,
  account: LocalAccount,
  path = '/',
): Promise<void> {
  await page.goto(origin + path)
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  await page.getByLabel('Display name').fill(account.displayName)
  await fillDoor(page, account)
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  await page.waitForURL(origin + path)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** Comes in by the local door of the sign-in page that is open. */
export async function enterLocally(page: Page, account: LocalAccount): Promise<void> {
  await fillDoor(page, account)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Types what the doors and the registration both ask for. */
export async function fillDoor(
  page: Page,
  { email, password }: Pick<LocalAccount, 'email' | 'password'>,
): Promise<void> {
  await page.getByLabel('E-mail', { exact: true }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
}

/** Registers without a browser, which takes a tenth of the time: for what begins behind the door. */
export async function arriveLocally(
  page: Page,
  { origin }: Site,
  account: LocalAccount,
  path = '/',
): Promise<void> {
  const reply = await page.request.post(`${origin}/auth/local/register`, {
    headers: { origin, 'x-csrf': '1' },
    data: account,
  })
  if (reply.status() !== 201) throw new Error(`Not registered: ${await reply.text()}`)
  await page.goto(origin + path)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}
