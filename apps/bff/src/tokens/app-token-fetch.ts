import { clientCredentialsGrant, ResponseBodyError } from 'openid-client'
import type { Authority } from '../auth/authority.ts'
import { isTimeout } from '../auth/to-sign-in-error.ts'
import { AppTokenError, type AppTokenFailure } from './app-token-error.ts'
import type { AppAccessToken } from './app-token-vault.ts'
import { toAccessToken } from './to-access-token.ts'

/**
 * Asks the authority for a token of the application itself. `.default` stands for all that it has been
 * granted at that resource; nothing else can be asked for without a person.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 *
 * @throws {AppTokenError}
 */
export async function fetchAppToken(
  authority: Authority,
  { tenantId, resource }: { tenantId: string; resource: string },
  now: Date,
): Promise<AppAccessToken> {
  try {
    const configuration = await authority.getConfiguration(tenantId)
    const answer = await clientCredentialsGrant(configuration, { scope: `${resource}/.default` })
    return toAccessToken(answer, { resource, scopes: [], now })
  } catch (cause) {
    throw toAppTokenError(cause, resource)
  }
}

/** The registration or the tenant lacks something, rather than that the credential is bad. */
const NOT_CONFIGURED = new Set(['invalid_resource', 'invalid_scope', 'unauthorized_client'])
const PASSING = new Set(['server_error', 'temporarily_unavailable'])

function toAppTokenError(cause: unknown, resource: string): AppTokenError {
  const failure = toFailure(cause)
  return new AppTokenError(failure, `No token of the application for ${resource}: ${failure}.`, {
    code: cause instanceof ResponseBodyError ? readCode(cause) : undefined,
    cause,
  })
}

function toFailure(cause: unknown): AppTokenFailure {
  if (!(cause instanceof ResponseBodyError)) return isTimeout(cause) ? 'timeout' : 'unavailable'
  const { error, status } = cause
  if (status >= 500 || status === 429 || PASSING.has(error)) return 'unavailable'
  return NOT_CONFIGURED.has(error) ? 'not_configured' : 'refused'
}

/** Entra tells it in a list, of which the first is what went wrong. */
function readCode({ cause }: ResponseBodyError): string | undefined {
  const { error_codes } = cause as { error_codes?: unknown }
  const [code] = Array.isArray(error_codes) ? error_codes : []
  return typeof code === 'number' ? `AADSTS${code}` : undefined
}
