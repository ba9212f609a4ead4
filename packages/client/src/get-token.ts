import { untilAborted } from './wait.ts'

/** What the token is wanted for. */
export interface TokenWish {
  /**
   * The claims that the organisation asks for, as JSON text: pass them on to the authority
   * (MSAL: `claims`), and let no kept token stand in for the new one.
   * https://learn.microsoft.com/entra/identity-platform/claims-challenge
   */
  claims?: string
  /** Aborts when nobody waits for the call any more. */
  signal?: AbortSignal
}

/** Answers an access token for the API. Called for every call: keep tokens as MSAL does, until they expire. */
export type GetToken = (wish: TokenWish) => string | Promise<string>

// What may stand behind `Bearer`: RFC 6750, section 2.1.
const BEARER_TOKEN = /^[\w.~+/-]+=*$/

/**
 * @throws whatever `getToken` throws, and the signal's reason.
 * @throws {TypeError} what came is no token. The message does not repeat it: it may hold a secret.
 */
export async function askForToken(getToken: GetToken, wish: TokenWish): Promise<string> {
  const token: unknown = await untilAborted(callOnce(getToken, wish), wish.signal)
  if (typeof token !== 'string' || !BEARER_TOKEN.test(token))
    throw new TypeError('getToken has to answer an access token.')
  return token
}

/** So that what it throws at once is a rejection too. */
async function callOnce(getToken: GetToken, wish: TokenWish): Promise<string> {
  return getToken(wish)
}
