import type { Emulator } from '@vestibule/emulator'
import { type Browser, createBrowser, submitForm } from '../helpers/sign-in-driver.ts'

export const adminConsentCallback = 'http://localhost:3000/auth/admin-consent/callback'
export const graphDefault = 'https://graph.microsoft.com/.default'

/** Where an administrator is sent, for all that the web application's registration lists of Graph. */
export function toAdminConsentUrl(
  emulator: Emulator,
  changes: Record<string, string | undefined> = {},
  path = `/${emulator.tenants[0]?.id}/v2.0/adminconsent`,
): string {
  const parameters = {
    client_id: emulator.webClientId,
    redirect_uri: adminConsentCallback,
    scope: graphDefault,
    state: 's1',
    ...changes,
  }
  const entries = Object.entries(parameters).filter(([, value]) => value !== undefined)
  return `${emulator.url}${path}?${new URLSearchParams(entries as [string, string][])}`
}

export interface OpenPage {
  url: string
  status: number
  html: string
}

/** Opens the address and, where the sign-in page is in the way, presses the button of a person. */
export async function openAdminConsent(
  url: string,
  person: string,
  browser: Browser = createBrowser(),
): Promise<OpenPage> {
  const opened = await browser.fetch(url)
  const html = await opened.text()
  if (!html.includes(`Sign in as ${person}`)) return { url, status: opened.status, html }
  const answer = await submitForm(browser, { url, html }, { button: `Sign in as ${person}` })
  return { url, status: answer.status, html: await answer.text() }
}

/** An administrator grants all that the web application lists of Graph. */
export async function acceptAdminConsent(emulator: Emulator): Promise<Response> {
  const browser = createBrowser()
  const page = await openAdminConsent(toAdminConsentUrl(emulator), 'Ada Admin', browser)
  return submitForm(browser, page, { button: 'Accept' })
}
