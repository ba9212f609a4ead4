import { decodeProtectedHeader } from 'jose'
import type { Configuration, IDToken } from 'openid-client'
import { CLOCK_TOLERANCE_SECONDS } from './authority.ts'
import { toTenantId } from './to-tenant-id.ts'

/** What an ID token was compared with when it came, so that it can be shown later. No token in it. */
export interface SignInProof {
  checkedAt: string
  /** The key that openid-client verified the signature with: a false one never gets this far. */
  signature: { algorithm: string; keyId: string; allowedAlgorithms: string[]; keysUrl: string }
  issuer: string
  audience: string
  tenantId: string
  nonce: string
  clockToleranceSeconds: number
  /** How old the token may be; below zero, how far ahead its clock. */
  ageSeconds: { oldest: number; youngest: number }
}

/** What is kept of an ID token once it was accepted. */
export interface IdTokenFacts {
  claims: IDToken
  proof: SignInProof
}

/** Writes down what the token of a sign-in that has just succeeded was compared with. */
export function createSignInProof(
  configuration: Configuration,
  checked: {
    idToken: string
    nonce: string
    ageSeconds: SignInProof['ageSeconds']
    checkedAt: Date
  },
): SignInProof {
  const metadata = configuration.serverMetadata()
  const { alg, kid } = decodeProtectedHeader(checked.idToken)
  return {
    checkedAt: checked.checkedAt.toISOString(),
    signature: {
      algorithm: String(alg),
      keyId: String(kid ?? ''),
      // Where the metadata says nothing, openid-client takes this one alone.
      allowedAlgorithms: metadata.id_token_signing_alg_values_supported ?? ['RS256'],
      keysUrl: metadata.jwks_uri ?? '',
    },
    issuer: metadata.issuer,
    audience: configuration.clientMetadata().client_id,
    tenantId: toTenantId(metadata.issuer),
    nonce: checked.nonce,
    clockToleranceSeconds: CLOCK_TOLERANCE_SECONDS,
    ageSeconds: checked.ageSeconds,
  }
}
