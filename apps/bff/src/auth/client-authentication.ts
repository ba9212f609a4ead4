import { type Configuration, type CustomFetch, customFetch } from 'openid-client'
import type { Authority } from './authority.ts'
import type { ClientCredential } from './client-credential.ts'
import { readProofId } from './client-proof.ts'

/**
 * What Entra answers when it is the credential that is bad: not registered any more, revoked, expired,
 * or an assertion out of its time. Nothing was redeemed then, so the code or refresh token of the same
 * request is as good as before. The numbers are those at which Microsoft's own library reads its
 * certificate again (`CertificateErrorCodes` of https://github.com/AzureAD/microsoft-identity-web),
 * and 7000222, a secret that has expired.
 */
const BAD_CREDENTIAL = new Set([700024, 700027, 1000502, 7000214, 7000222, 7000274, 7000277])

/**
 * An authority whose token requests survive that the credential is replaced: when it does not take
 * the one we sent, the files are read again and the request is repeated once, with another one if
 * there is any. Callers and openid-client see the last answer alone.
 */
export function withClientAuthentication(
  authority: Authority,
  credential: ClientCredential,
): Authority {
  return {
    ...authority,
    async getConfiguration(tenantId) {
      const configuration = await authority.getConfiguration(tenantId)
      configuration[customFetch] = createFetch(configuration, credential)
      return configuration
    },
  }
}

function createFetch(configuration: Configuration, credential: ClientCredential): CustomFetch {
  // `createAuthority` sets it: requests have limits of size and time there.
  const send = configuration[customFetch] as CustomFetch
  const server = configuration.serverMetadata()
  return async (address, options) => {
    const answer = await send(address, options)
    const form = options.body
    const used = form instanceof URLSearchParams ? readProofId(form) : undefined
    if (used === undefined || !(await isCredentialRefused(answer))) return answer
    const other = credential.replaceRefused(used)
    if (!other) return answer
    const body = new URLSearchParams(form as URLSearchParams)
    for (const name of ['client_secret', 'client_assertion', 'client_assertion_type']) {
      body.delete(name)
    }
    const headers = new Headers(options.headers)
    const authenticate = other.toClientAuth(String(server.token_endpoint))
    await authenticate(server, configuration.clientMetadata(), body, headers)
    return send(address, { ...options, body, headers: Object.fromEntries(headers) })
  }
}

async function isCredentialRefused(answer: Response): Promise<boolean> {
  if (answer.ok) return false
  try {
    const { error_codes } = (await answer.clone().json()) as { error_codes: unknown }
    return Array.isArray(error_codes) && error_codes.some((code) => BAD_CREDENTIAL.has(code))
  } catch {
    return false
  }
}
