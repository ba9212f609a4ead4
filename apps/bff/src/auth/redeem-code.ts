import type { SignInTransaction } from '@vestibule/store'
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose'
import {
  authorizationCodeGrant,
  type Configuration,
  type CustomFetch,
  customFetch,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client'
import type { Authority } from './authority.ts'
import { TenantNotAllowedError } from './tenant-error.ts'
import { toClaimsParameter } from './to-claims-parameter.ts'

interface Redeemed {
  /** Of the tenant whose account it is. */
  configuration: Configuration
  tokens: TokenEndpointResponse & TokenEndpointResponseHelpers
}

type Transaction = SignInTransaction & { state: string }

/**
 * Redeems a code. Where accounts of several tenants may sign in, nobody knows the issuer before the answer is
 * there, and openid-client wants it beforehand: the code is redeemed once, the answer's tenant must be one of
 * those that are allowed, and openid-client then judges that very answer by that tenant's own issuer. What
 * it says of its tenant is believed for choosing what to compare it with, and for nothing else.
 *
 * @throws {TenantNotAllowedError}
 * @throws {AuthorityError} and what openid-client throws.
 */
export async function redeemCode(
  authority: Authority,
  currentUrl: URL,
  transaction: Transaction,
): Promise<Redeemed> {
  const shared = await authority.getConfiguration()
  // A single tenant's metadata names its issuer.
  if (!shared.serverMetadata().issuer.includes('{')) {
    return { configuration: shared, tokens: await redeem(shared, currentUrl, transaction) }
  }
  const answer = await fetchAnswer(shared, currentUrl, transaction)
  const idToken = await readIdToken(answer)
  const claims = idToken ? decodeJwt(idToken) : undefined
  // A refusal has no tenant: any configuration tells it.
  const configuration = claims ? await getOwn(authority, claims) : shared
  // The keys are asked for by the key that signed, so that one rolled just now is among them.
  if (idToken) await authority.getKeys(decodeProtectedHeader(idToken).kid)
  const send = configuration[customFetch] as CustomFetch
  configuration[customFetch] = async (address, options) =>
    options.method === 'POST' ? answer.clone() : send(address, options)
  return { configuration, tokens: await redeem(configuration, currentUrl, transaction) }
}

async function getOwn(authority: Authority, { tid, preferred_username }: JWTPayload) {
  const tenantId = String(tid)
  if (!(await authority.listTenants()).includes(tenantId)) {
    const account = typeof preferred_username === 'string' ? preferred_username : undefined
    throw new TenantNotAllowedError(tenantId, account)
  }
  return authority.getConfiguration(tenantId)
}

function redeem(configuration: Configuration, currentUrl: URL, transaction: Transaction) {
  return authorizationCodeGrant(
    configuration,
    currentUrl,
    {
      pkceCodeVerifier: transaction.codeVerifier,
      expectedState: transaction.state,
      expectedNonce: transaction.nonce,
      idTokenExpected: true,
    },
    { claims: toClaimsParameter() },
  )
}

/** The token endpoint's answer as it came: openid-client is stopped before it judges it. */
async function fetchAnswer(
  shared: Configuration,
  currentUrl: URL,
  transaction: Transaction,
): Promise<Response> {
  const send = shared[customFetch] as CustomFetch
  let answer: Response | undefined
  shared[customFetch] = async (address, options) => {
    answer = await send(address, options)
    throw new Error('The answer is judged later.')
  }
  try {
    await redeem(shared, currentUrl, transaction)
  } catch (error) {
    if (answer === undefined) throw error
  } finally {
    shared[customFetch] = send
  }
  return answer as Response
}

async function readIdToken(answer: Response): Promise<string | undefined> {
  try {
    const { id_token: idToken } = (await answer.clone().json()) as { id_token?: unknown }
    if (typeof idToken !== 'string') return undefined
    decodeJwt(idToken)
    return idToken
  } catch {
    // openid-client says what is wrong with it.
    return undefined
  }
}
