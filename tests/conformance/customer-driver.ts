import type { Emulator } from '@vestibule/emulator'
import * as client from 'openid-client'
import { type Browser, createBrowser, getField, getRedirect } from '../helpers/sign-in-driver.ts'

export const customersTenantId = 'e87e44a1-7e57-4000-8000-00000000c0de'
const customersSecret = 'demo-customers-secret'
const redirectUri = 'http://localhost:3000/auth/callback'

type Parameters = Record<string, string>
type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>

/** The web application among customers, as openid-client plays it. */
export interface CustomersParty {
  config: client.Configuration
  /** Goes to the authorization endpoint. */
  open(ask?: Parameters, browser?: Browser): Promise<CustomerPage>
  redeem(callback: URL): Promise<Tokens>
}

/** What a customer sees, and can do there. */
export interface CustomerPage {
  status: number
  title: string
  html: string
  /** The text of the problem or message on it. */
  notice: string
  /** Sends the form that has this button, with what is typed. */
  press(button: string, typed?: Parameters): Promise<CustomerPage>
  /** The same where it leads back to the application. */
  leave(button: string, typed?: Parameters): Promise<URL>
}

/** The metadata names an issuer on another host, so that it cannot be discovered by the authority alone. */
export async function createCustomersParty(emulator: Emulator): Promise<CustomersParty> {
  const metadata = await fetch(
    `${emulator.url}/customers.test/v2.0/.well-known/openid-configuration`,
  )
  const config = new client.Configuration(
    (await metadata.json()) as client.ServerMetadata,
    emulator.customersClientId,
    undefined,
    client.ClientSecretPost(customersSecret),
  )
  client.allowInsecureRequests(config)
  client.enableNonRepudiationChecks(config)
  return {
    config,
    async open(ask, browser = createBrowser()) {
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile email offline_access User.Read',
        ...ask,
      })
      return readPage(browser, String(url), await browser.fetch(url))
    },
    redeem: (callback) =>
      client.authorizationCodeGrant(config, callback, { idTokenExpected: true }),
  }
}

const labelOf = (button: string): string => button.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

async function send(
  browser: Browser,
  page: { url: string; html: string },
  { button, typed }: { button: string; typed: Parameters },
): Promise<Response> {
  const label = new RegExp(`<button([^>]*)>${labelOf(button)}</button>`)
  const form = page.html.match(/<form .*?<\/form>/gs)?.find((markup) => label.test(markup))
  if (form === undefined) throw new Error(`The page has no button ${button}: ${page.html}`)
  const body = new URLSearchParams({ ctx: getField(form, 'ctx') })
  if (form.includes('name="visit"')) body.set('visit', getField(form, 'visit'))
  const [, name, value] = /name="(\w+)" value="([^"]*)"/.exec(label.exec(form)?.[1] ?? '') ?? []
  if (name !== undefined) body.set(name, value ?? '')
  for (const [field, text] of Object.entries(typed)) body.set(field, text)
  const action = /action="([^"]+)"/.exec(form)?.[1] ?? ''
  return browser.fetch(new URL(action, page.url), { method: 'POST', body })
}

async function readPage(browser: Browser, url: string, answer: Response): Promise<CustomerPage> {
  const html = await answer.text()
  const page = { url, html }
  return {
    status: answer.status,
    title: /<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? '',
    html,
    notice: /role="(?:alert|status)">(.*?)<\/p>/.exec(html)?.[1] ?? '',
    press: async (button, typed = {}) =>
      readPage(browser, url, await send(browser, page, { button, typed })),
    leave: async (button, typed = {}) => getRedirect(await send(browser, page, { button, typed })),
  }
}

/** The code in the newest mail to an address. Throws when there is none. */
export function readMailedCode(emulator: Emulator, email: string): string {
  const mail = emulator.listMails().find(({ to }) => to.includes(email))
  const code = /\b\d{8}\b/.exec(mail?.text ?? '')?.[0]
  if (code === undefined) throw new Error(`No code was mailed to ${email}.`)
  return code
}

export const wrongCode = (code: string): string => `${code.startsWith('0') ? 1 : 0}${code.slice(1)}`

/** From the page a sign-up begins on to the one that asks for a password. */
export async function proveEmail(
  emulator: Emulator,
  page: CustomerPage,
  email: string,
): Promise<CustomerPage> {
  const asked = await page.press('Next', { email })
  return asked.press('Verify code', { code: readMailedCode(emulator, email) })
}
