import type { Emulator } from '@vestibule/emulator'
import * as client from 'openid-client'
import { type Browser, createBrowser, getRedirect, signIn } from '../helpers/sign-in-driver.ts'

const redirectUri = 'http://localhost:3000/auth/callback'

type Parameters = Record<string, string>
type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>

interface SignIn {
  browser?: Browser
  /** Added to the authorization request. */
  ask?: Parameters
  /** Added to the token request. */
  form?: Parameters
  maxAge?: number
}

/** The web application of the demo tenant, as openid-client plays it. */
export interface RelyingParty {
  toAuthorizationUrl(ask?: Parameters): URL
  /** The whole way; a signed-in browser goes on silently where the tenant lets it. */
  signIn(person: string, more?: SignIn): Promise<Tokens>
  /** Where the answer to an authorization request leads when no page may be shown. */
  askSilently(browser: Browser, ask?: Parameters): Promise<URL>
  /** Whether an authorization request ends on the sign-in page. */
  isAsked(browser: Browser, ask?: Parameters): Promise<boolean>
  refresh(refreshToken: string | undefined, form?: Parameters): Promise<Tokens>
  toLogoutUrl(parameters?: Parameters): URL
}

export async function createRelyingParty(emulator: Emulator): Promise<RelyingParty> {
  const secret = client.ClientSecretPost('demo-web-secret')
  const config = await client.discovery(
    new URL(emulator.authority),
    emulator.webClientId,
    undefined,
    secret,
    {
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
    },
  )
  const toAuthorizationUrl = (ask: Parameters = {}): URL =>
    client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid profile offline_access User.Read',
      ...ask,
    })
  return {
    toAuthorizationUrl,
    async signIn(person, { browser = createBrowser(), ask, form, maxAge } = {}) {
      const callback = await signIn(browser, toAuthorizationUrl(ask), person)
      const checks = { idTokenExpected: true, ...(maxAge !== undefined && { maxAge }) }
      return client.authorizationCodeGrant(config, callback, checks, form)
    },
    async askSilently(browser, ask) {
      return getRedirect(await browser.fetch(toAuthorizationUrl({ prompt: 'none', ...ask })))
    },
    async isAsked(browser, ask) {
      const answer = await browser.fetch(toAuthorizationUrl(ask))
      return answer.status === 200 && (await answer.text()).includes('Sign in as Ada Admin')
    },
    refresh: (refreshToken = '', form) => client.refreshTokenGrant(config, refreshToken, form),
    toLogoutUrl: (parameters) => client.buildEndSessionUrl(config, parameters ?? {}),
  }
}

export interface Refusal {
  error: string
  error_codes: number[]
  suberror?: string
  claims?: string
}

/** The body of a token request that the tenant refused, as openid-client hands it on. */
export async function catchRefusal(call: Promise<unknown>): Promise<Refusal> {
  const problem = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(problem instanceof client.ResponseBodyError)) throw problem ?? new Error('Not refused.')
  return problem.cause as unknown as Refusal
}
