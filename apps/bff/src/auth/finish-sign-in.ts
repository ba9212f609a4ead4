import type { SignInTransaction } from '@vestibule/store'
import type { IDToken, TokenEndpointResponse } from 'openid-client'
import { type Authority, CLOCK_TOLERANCE_SECONDS } from './authority.ts'
import { redeemCode } from './redeem-code.ts'
import { SignInError } from './sign-in-error.ts'
import { createSignInProof, type IdTokenFacts } from './sign-in-proof.ts'
import { TenantNotAllowedError } from './tenant-error.ts'
import { toSignInError } from './to-sign-in-error.ts'

/** Who signed in. The key is (tenant id, object id); the rest may change and is for showing. */
export interface EntraIdentityClaims {
  tenantId: string
  objectId: string
  displayName: string
  userPrincipalName: string | null
  /** App roles assigned to the person. */
  appRoles: string[]
  /** Template ids of the person's directory roles (`wids`); undefined when the token has none. */
  directoryRoleTemplateIds: string[] | undefined
  authoritySessionId: string | null
  loginHint: string | null
  /** When the person last typed a password or the like (`auth_time`), where the token says. */
  authenticatedAt: string | null
}

export interface FinishedSignIn {
  identity: EntraIdentityClaims
  idToken: IdTokenFacts
  tokens: TokenEndpointResponse
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

// Entra dates tokens back by five minutes.
const AGE_SECONDS = { oldest: 15 * 60, youngest: -60 }

/**
 * Redeems the authority's answer: state, nonce, PKCE and the ID token's signature, issuer, audience
 * and times are checked, and that it is an account of a tenant.
 *
 * @param currentUrl the answer's address, on our own origin whatever the Host header says
 * @throws {SignInError}
 */
export async function finishSignIn(
  authority: Authority,
  currentUrl: URL,
  transaction: SignInTransaction & { state: string },
  now: Date,
): Promise<FinishedSignIn> {
  try {
    const { configuration, tokens } = await redeemCode(authority, currentUrl, transaction)
    const claims = tokens.claims()
    if (!claims) throw new SignInError('sign_in_failed', 'The answer holds no ID token.')
    checkAge(claims, now)
    if (transaction.purpose !== 'sign_in') checkStepUp(claims, transaction)
    checkParty(claims, configuration.clientMetadata().client_id)
    const { issuer } = configuration.serverMetadata()
    const identity = toIdentity(claims, issuer)
    const proof = createSignInProof(configuration, {
      idToken: tokens.id_token ?? '',
      nonce: transaction.nonce,
      ageSeconds: AGE_SECONDS,
      checkedAt: now,
    })
    return { identity, idToken: { claims, proof }, tokens }
  } catch (cause) {
    throw toSignInError(cause)
  }
}

/** openid-client takes an ID token issued a week ago, or for tomorrow, as long as it has not expired. */
function checkAge(claims: IDToken, now: Date) {
  const age = now.getTime() / 1000 - claims.iat
  if (age > AGE_SECONDS.oldest || age < AGE_SECONDS.youngest) {
    throw new SignInError('sign_in_failed', `The ID token was issued ${Math.round(age)} s ago.`)
  }
}

/** Single sign-on proves nothing new: the person must have signed in after they were sent there. */
function checkStepUp({ auth_time }: IDToken, { startedAt }: SignInTransaction) {
  const startedSeconds = Date.parse(startedAt) / 1000
  if (typeof auth_time !== 'number' || auth_time < startedSeconds - CLOCK_TOLERANCE_SECONDS) {
    throw new SignInError('step_up_failed', 'The sign-in service did not ask the person again.')
  }
}

/** openid-client looks at `azp` only where there are several audiences (OpenID Connect Core 3.1.3.7, 5). */
function checkParty({ azp }: IDToken, clientId: string) {
  if (azp !== undefined && azp !== clientId) {
    throw new SignInError('sign_in_failed', 'The ID token was made for another application.')
  }
}

function toIdentity(claims: IDToken, issuer: string): EntraIdentityClaims {
  const { tid, oid } = claims
  if (typeof tid !== 'string' || typeof oid !== 'string' || !GUID.test(oid)) {
    throw new SignInError('sign_in_failed', 'The ID token names no tenant or no account.')
  }
  // The issuer was compared already; `tid` is what we key people by, so it must be the same tenant's.
  if (new URL(issuer).pathname !== `/${tid}/v2.0`) {
    throw new TenantNotAllowedError(tid, readText(claims.preferred_username) ?? undefined)
  }
  const userPrincipalName = readText(claims.preferred_username)
  return {
    tenantId: tid,
    objectId: oid,
    displayName: readText(claims.name) ?? userPrincipalName ?? oid,
    userPrincipalName,
    appRoles: readTexts(claims.roles) ?? [],
    directoryRoleTemplateIds: readTexts(claims.wids),
    authoritySessionId: readText(claims.sid),
    loginHint: readText(claims.login_hint),
    authenticatedAt: readInstant(claims.auth_time),
  }
}

function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function readInstant(value: unknown): string | null {
  return typeof value === 'number' ? new Date(value * 1000).toISOString() : null
}

function readTexts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.filter((item) => typeof item === 'string')
}
