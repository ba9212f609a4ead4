import type { TokenCheck } from '@vestibule/contract'
import type { IdTokenFacts } from './sign-in-proof.ts'

/**
 * The checks of a sign-in (OpenID Connect Core 3.1.3.7), each worked out anew from the values that were
 * compared. The signature alone cannot be: the token is gone, and only its key and algorithm are known.
 */
export function listTokenChecks({ claims, proof }: IdTokenFacts): TokenCheck[] {
  const { algorithm, keyId, allowedAlgorithms, keysUrl } = proof.signature
  const audiences = [claims.aud].flat()
  return [
    {
      check: 'signature',
      passed: allowedAlgorithms.includes(algorithm),
      expected: `${allowedAlgorithms.join(' ')} ${keysUrl}`,
      actual: `${algorithm} ${keyId}`.trim(),
    },
    compare('issuer', proof.issuer, claims.iss),
    {
      check: 'audience',
      passed: audiences.includes(proof.audience),
      expected: proof.audience,
      actual: audiences.join(' '),
    },
    compare('tenant', proof.tenantId, claims.tid),
    compare('nonce', proof.nonce, claims.nonce),
    ...compareTimes({ claims, proof }),
  ]
}

function compare(check: TokenCheck['check'], expected: string, claim: unknown): TokenCheck {
  return { check, passed: claim === expected, expected, actual: String(claim ?? '') }
}

function compareTimes({ claims, proof }: IdTokenFacts): TokenCheck[] {
  const { clockToleranceSeconds: tolerance, ageSeconds: age } = proof
  const checkedAt = Date.parse(proof.checkedAt) / 1000
  const life = { from: claims.nbf ?? claims.iat, to: claims.exp }
  const fresh = { from: checkedAt - age.oldest, to: checkedAt - age.youngest }
  return [
    {
      check: 'expiry',
      passed: life.from - tolerance <= checkedAt && checkedAt < life.to + tolerance,
      expected: toInterval(life),
      actual: toInstant(checkedAt),
    },
    {
      check: 'age',
      passed: fresh.from <= claims.iat && claims.iat <= fresh.to,
      expected: toInterval(fresh),
      actual: toInstant(claims.iat),
    },
  ]
}

/** JWT times are seconds since 1970 (RFC 7519, NumericDate). */
export function toInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

function toInterval({ from, to }: { from: number; to: number }): string {
  return `${toInstant(from)}/${toInstant(to)}`
}
