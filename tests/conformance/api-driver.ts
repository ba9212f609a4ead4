import type { Emulator } from '@vestibule/emulator'
import { type Browser, createBrowser, signIn } from '../helpers/sign-in-driver.ts'

export const webClientId = 'a0000000-7e57-4000-8000-000000000001'
export const publicClientId = 'a0000000-7e57-4000-8000-000000000002'
export const daemonClientId = 'a0000000-7e57-4000-8000-000000000003'
export const graphDefault = 'https://graph.microsoft.com/.default'
/** What the web application exposes as an API. */
export const apiScope = `api://${webClientId}/access_as_user`

export const webClient = { client_id: webClientId, client_secret: 'demo-web-secret' }
export const daemonClient = { client_id: daemonClientId, client_secret: 'demo-daemon-secret' }

const redirectUri = 'http://localhost/'

/** Also one in another process. */
type Tenant = Pick<Emulator, 'url' | 'authority'>

export type Form = Record<string, string | undefined>

export interface TokenAnswer {
  status: number
  code: number | undefined
  body: {
    error?: string
    error_codes?: number[]
    error_description?: string
    suberror?: string
    claims?: string
    access_token?: string
    refresh_token?: string
    id_token?: string
    scope?: string
  }
}

/** Asks the token endpoint of Contoso, or of another tenant; what is undefined is left out. */
export async function postToken(
  emulator: Tenant,
  form: Form,
  tenant = new URL(emulator.authority).pathname.split('/')[1],
): Promise<TokenAnswer> {
  const entries = Object.entries(form).filter(([, value]) => value !== undefined)
  const response = await fetch(`${emulator.url}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(entries as [string, string][]),
  })
  const body = (await response.json()) as TokenAnswer['body']
  return { status: response.status, code: body.error_codes?.[0], body }
}

interface SignIn {
  scope?: string
  claims?: string
  browser?: Browser
}

/** Signs a person in to the public client, for the web application's API. */
export async function signInToApi(
  emulator: Tenant,
  person: string,
  { scope = apiScope, claims, browser = createBrowser() }: SignIn = {},
): Promise<TokenAnswer['body']> {
  const parameters = new URLSearchParams({
    client_id: publicClientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope,
    ...(claims !== undefined && { claims }),
  })
  const authorize = emulator.authority.replace('/v2.0', '/oauth2/v2.0/authorize')
  const callback = await signIn(browser, `${authorize}?${parameters}`, person)
  const { body } = await postToken(emulator, {
    grant_type: 'authorization_code',
    client_id: publicClientId,
    redirect_uri: redirectUri,
    code: callback.searchParams.get('code') ?? '',
  })
  return body
}

/** The web application exchanges a token it was called with. */
export function exchange(
  emulator: Emulator,
  assertion: string | undefined,
  changes: Form = {},
  tenant?: string,
): Promise<TokenAnswer> {
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    ...webClient,
    assertion,
    scope: 'https://graph.microsoft.com/User.Read',
    ...changes,
  }
  return postToken(emulator, form, tenant)
}
