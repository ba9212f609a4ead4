import {
  allowInsecureRequests,
  type ClientAuth,
  ClientError,
  Configuration,
  initiateDeviceAuthorization,
  pollDeviceAuthorizationGrant,
  ResponseBodyError,
} from 'openid-client'

/** There is no access token; `message` is a sentence that says why. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
}

const EXPIRED = 'Nobody signed in before the code ran out. Ask for another.'

/** Entra has its endpoints in the same places for every tenant, by whatever name it is called. */
export function configure(authority: string, clientId: string, proof: ClientAuth): Configuration {
  const metadata = {
    issuer: `${authority}/v2.0`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${authority}/oauth2/v2.0/devicecode`,
  }
  const configuration = new Configuration(metadata, clientId, {}, proof)
  if (authority.startsWith('http:')) allowInsecureRequests(configuration)
  return configuration
}

/** Signs a person in, who types a code on a page (RFC 8628). `hint` is told where and which. */
export async function signInByCode(
  configuration: Configuration,
  scope: string,
  hint: (line: string) => void,
) {
  const device = await initiateDeviceAuthorization(configuration, { scope })
  const minutes = Math.round(device.expires_in / 60)
  hint(`Open ${device.verification_uri} and type ${device.user_code}, within ${minutes} minutes.`)
  return pollDeviceAuthorizationGrant(configuration, device).catch((error: unknown) => {
    const isOver = error instanceof ClientError && error.code === 'OAUTH_TIMEOUT'
    throw isOver ? new TokenError(EXPIRED, { cause: error }) : error
  })
}

const REFUSALS: Record<string, string> = {
  authorization_declined: 'The sign-in was declined.',
  expired_token: EXPIRED,
}

/** @param source where the address of the authority comes from, as a sentence */
export function toTokenError(
  error: unknown,
  { authority, source }: { authority: string; source: string },
): unknown {
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
