import { ClientSecretPost, clientCredentialsGrant, None } from 'openid-client'
import { configure, signInByCode, TokenError, toTokenError } from './ask-authority.ts'
import { type Api, readApi } from './read-api.ts'

export interface TokenOptions {
  clientId?: string
  scope?: string
  /** For the client by itself rather than for a person. */
  app: boolean
}

interface Output {
  /** What is meant for the next program. */
  print(text: string): void
  /** What is meant for a person. */
  hint(line: string): void
}

/** The demo tenant's own client for command lines. */
export const DEMO_PUBLIC_CLIENT_ID = 'a0000000-7e57-4000-8000-000000000002'
/** Its own application that calls by itself; an organisation names one of its own. */
const DEMO_APP = { clientId: 'a0000000-7e57-4000-8000-000000000003', secret: 'demo-daemon-secret' }

/**
 * Gets an access token for the API, to try it with: for a person, who types a code on a page (RFC 8628),
 * or for an application by itself.
 *
 * @throws {ConfigError} it is not known where the API is.
 * @throws {TokenError}
 */
export async function printToken(
  env: Record<string, string | undefined>,
  options: TokenOptions,
  { print, hint }: Output,
): Promise<void> {
  const api = readApi(env)
  const asked = options.app
    ? askAsApplication(api, options, env.CLIENT_SECRET?.trim())
    : askAsPerson(api, options, hint)
  const { access_token, expires_in } = await asked.catch((error: unknown) => {
    throw toTokenError(error, api)
  })
  if (expires_in) hint(`The token is good for ${Math.round(expires_in / 60)} minutes.`)
  print(access_token)
}

async function askAsPerson(api: Api, options: TokenOptions, hint: Output['hint']) {
  const clientId = options.clientId ?? (api.isDemo ? DEMO_PUBLIC_CLIENT_ID : undefined)
  if (!clientId) throw new TokenError('Name a public client of your organisation: --client-id.')
  const configuration = configure(api.authority, clientId, None())
  return signInByCode(configuration, options.scope ?? `${api.audience}/access_as_user`, hint)
}

async function askAsApplication(api: Api, options: TokenOptions, given: string | undefined) {
  const demo = api.isDemo ? DEMO_APP : undefined
  const clientId = options.clientId ?? demo?.clientId
  if (!clientId) throw new TokenError('Name an application of your organisation: --client-id.')
  const secret = given || (clientId === demo?.clientId ? demo.secret : undefined)
  if (!secret) throw new TokenError('Put the secret of the application into CLIENT_SECRET.')
  const configuration = configure(api.authority, clientId, ClientSecretPost(secret))
  return clientCredentialsGrant(configuration, {
    scope: options.scope ?? `${api.audience}/.default`,
  })
}
