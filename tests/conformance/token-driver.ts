import type { Emulator } from '@vestibule/emulator'
import {
  type Browser,
  createBrowser,
  getRedirect,
  signIn,
  submitForm,
} from '../helpers/sign-in-driver.ts'

const redirectUri = 'http://localhost/auth/callback'

interface Tokens {
  access_token: string
  refresh_token?: string
}

async function askForTokens(emulator: Emulator, form: Record<string, string>): Promise<Tokens> {
  const response = await fetch(`${emulator.authority.replace('/v2.0', '')}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: emulator.webClientId,
      client_secret: 'demo-web-secret',
      ...form,
    }),
  })
  const body = (await response.json()) as Partial<Tokens>
  if (body.access_token === undefined) throw new Error(JSON.stringify(body))
  return body as Tokens
}

interface More {
  browser?: Browser
  form?: Record<string, string>
  /** Nobody consented to these scopes before: the person does. */
  isConsentAsked?: true
}

/** Signs in where consent is missing, and gives it. */
export async function signInAndAccept(browser: Browser, url: URL, person: string): Promise<URL> {
  const opened = await browser.fetch(url)
  const page = { url: String(url), html: await opened.text() }
  const asked = await submitForm(browser, page, { button: `Sign in as ${person}` })
  const html = await asked.text()
  return getRedirect(await submitForm(browser, { url: String(url), html }, { button: 'Accept' }))
}

async function createUserTokens(
  emulator: Emulator,
  person: string,
  scope: string,
  more: More,
): Promise<Tokens> {
  const url = new URL(`${emulator.authority.replace('/v2.0', '')}/oauth2/v2.0/authorize`)
  const parameters = { client_id: emulator.webClientId, response_type: 'code', scope }
  url.search = String(new URLSearchParams({ ...parameters, redirect_uri: redirectUri }))
  const enter = more.isConsentAsked ? signInAndAccept : signIn
  const callback = await enter(more.browser ?? createBrowser(), url, person)
  return askForTokens(emulator, {
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    code: callback.searchParams.get('code') ?? '',
    ...more.form,
  })
}

/** A Graph token of a person who pressed their button, for these scopes; `form` adds to the token request. */
export async function createUserToken(
  emulator: Emulator,
  person: string,
  scope: string,
  more: More = {},
): Promise<string> {
  return (await createUserTokens(emulator, person, scope, more)).access_token
}

/** A refresh token of a person who pressed their button. */
export async function createRefreshToken(emulator: Emulator, person: string): Promise<string> {
  const tokens = await createUserTokens(emulator, person, 'offline_access User.Read', {})
  return tokens.refresh_token ?? ''
}

/** A Graph token of the web application itself. */
export async function createApplicationToken(emulator: Emulator): Promise<string> {
  const scope = 'https://graph.microsoft.com/.default'
  return (await askForTokens(emulator, { grant_type: 'client_credentials', scope })).access_token
}
