import { calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier } from 'openid-client'
import { fetchWhole } from '../auth/fetch-whole.ts'

interface Wish {
  /** The authority's authorization endpoint. */
  endpoint: string
  clientId: string
  redirectUris: readonly string[]
  timeoutSeconds: number
}

/**
 * Which redirect URIs the registration lacks. Nobody but the authority knows, and reading the registration
 * needs a permission we do not ask for: so a sign-in that may show no page (`prompt=none`) is begun with
 * each. A registered one is answered with a redirect to it, whose error is that nobody is signed in;
 * for another one the authority shows a page of its own, AADSTS50011.
 * Source: https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts50011-redirect-uri-mismatch
 *
 * @returns `untold`: those that got neither answer
 * @throws {AuthorityError}
 */
export async function findUnregistered({
  endpoint,
  clientId,
  redirectUris,
  timeoutSeconds,
}: Wish): Promise<{ unregistered: string[]; untold: string[] }> {
  const challenge = await calculatePKCECodeChallenge(randomPKCECodeVerifier())
  const answers = await Promise.all(
    redirectUris.map(async (redirectUri) => {
      const query = new URLSearchParams({
        client_id: clientId,
        response_type: 'code',
        response_mode: 'query',
        redirect_uri: redirectUri,
        scope: 'openid',
        prompt: 'none',
        state: randomNonce(),
        nonce: randomNonce(),
        code_challenge: challenge,
        code_challenge_method: 'S256',
      })
      const signal = AbortSignal.timeout(timeoutSeconds * 1000)
      const answer = await fetchWhole(`${endpoint}?${query}`, { signal })
      return { redirectUri, answer: await toAnswer(answer, redirectUri) }
    }),
  )
  const all = (wanted: Answer) =>
    answers.filter(({ answer }) => answer === wanted).map(({ redirectUri }) => redirectUri)
  return { unregistered: all('unregistered'), untold: all('untold') }
}

type Answer = 'registered' | 'unregistered' | 'untold'

async function toAnswer(response: Response, redirectUri: string): Promise<Answer> {
  const location = response.headers.get('location') ?? ''
  if (location.startsWith(`${redirectUri}?`)) return 'registered'
  return /AADSTS50011\b/.test(await response.text()) ? 'unregistered' : 'untold'
}
