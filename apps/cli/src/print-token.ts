import {
  allowInsecureRequests,
  type ClientAuth,
  ClientError,
  ClientSecretPost,
  Configuration,
  clientCredentialsGrant,
  initiateDeviceAuthorization,
  None,
  pollDeviceAuthorizationGrant,
  ResponseBodyError,
} from 'openid-client'
import { type Api, readApi } from './read-api.ts'

/** There is no access token; `message` is a sentence that says why. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
}

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

/** The demo tenant's own clients; an organisation names one of its own. */
const DEMO = {
  clientId: 'a0000000-7e57-4000-8000-000000000002',
  app: { clientId: 'a0000000-7e57-4000-8000-000000000003', secret: 'demo-daemon-secret' },
}

const EXPIRED = 'Nobody signed in before the code ran out. Ask for another.'

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
  const clientId = options.clientId ?? (api.isDemo ? DEMO.clientId : undefined)
  if (!clientId) throw new TokenError('Name a public client of your organisation: --client-id.')
  const configuration = configure(api, clientId, None())
  const scope = options.scope ?? `${api.audience}/access_as_user`
  const device = await initiateDeviceAuthorization(configuration, { scope })
  const minutes = Math.round(device.expires_in / 60)
  hint(`Open ${device.verification_uri} and type ${device.user_code}, within ${minutes} minutes.`)
  return pollDeviceAuthorizationGrant(configuration, device).catch((error: unknown) => {
    const isOver = error instanceof ClientError && error.code === 'OAUTH_TIMEOUT'
    throw isOver ? new TokenError(EXPIRED, { cause: error }) : error
  })
}

async function askAsApplication(api: Api, options: TokenOptions, given: string | undefined) {
  const demo = api.isDemo ? DEMO.app : undefined
  const clientId = options.clientId ?? demo?.clientId
  if (!clientId) throw new TokenError('Name an application of your organisation: --client-id.')
  const secret = given || (clientId === demo?.clientId ? demo.secret : undefined)
  if (!secret) throw new TokenError('Put the secret of the application into CLIENT_SECRET.')
  const configuration = configure(api, clientId, ClientSecretPost(secret))
  return clientCredentialsGrant(configuration, {
    scope: options.scope ?? `${api.audience}/.default`,
  })
}

/** Entra has its endpoints in the same places for every tenant, by whatever name it is called. */
function configure({ authority }: Api, clientId: string, proof: ClientAuth): Configuration {
  const metadata = {
    issuer: `${authority}/v2.0`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${authority}/oauth2/v2.0/devicecode`,
  }
  const configuration = new Configuration(metadata, clientId, {}, proof)
  if (authority.startsWith('http:')) allowInsecureRequests(configuration)
  return configuration
}

const REFUSALS: Record<string, string> = {
  authorization_declined: 'The sign-in was declined.',
  expired_token: EXPIRED,
}

function toTokenError(error: unknown, { authority, source }: Api): unknown {
  const tell = (message: string) => new TokenError(message, { cause: error })
  if (error instanceof ResponseBodyError) {
    // Entra says it best itself. What follows is for its support.
    const [sentence = ''] = (error.error_description ?? error.error).split(/\s*Trace ID:/)
    return tell(REFUSALS[error.error] ?? sentence)
  }
  if (error instanceof ClientError) {
    return tell(`${authority} does not answer as Entra does. ${source}`)
  }
  // What `fetch` throws without an answer has the reason as its cause.
  if (error instanceof TypeError && error.cause) {
    return tell(`${authority} cannot be reached. ${source}`)
  }
  return error
}
