import { decodeProtectedHeader } from 'jose'
import { type ClientAuth, ClientSecretPost, modifyAssertion, PrivateKeyJwt } from 'openid-client'
import type { CertificatePair } from './certificate-pairs.ts'

/** One thing that the application can prove itself with. */
export interface ClientProof {
  /** How a request names it, for `readProofId`. */
  id: string
  notBefore: Date
  notAfter: Date
  /** Undefined for a secret. */
  pair: CertificatePair | undefined
  /** Puts the proof into a request to this endpoint. */
  toClientAuth(tokenEndpoint: string): ClientAuth
}

/** Long enough for a clock that is behind, and shorter than the ten minutes that Entra wants at most. */
const LIFE_SECONDS = 5 * 60

/** Until when a secret is good, the authority alone knows. */
export function createSecretProof(secret: string): ClientProof {
  return {
    id: secret,
    notBefore: new Date(0),
    notAfter: new Date(8.64e15),
    pair: undefined,
    toClientAuth: () => ClientSecretPost(secret),
  }
}

/**
 * An assertion signed with the certificate's key (`private_key_jwt`), made anew for each request and
 * with a `jti` of its own.
 *
 * Entra finds the certificate by `x5t#S256` and wants one audience, the token endpoint itself; a list
 * is refused (AADSTS5002741).
 * Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */
export function createCertificateProof(pair: CertificatePair): ClientProof {
  const { privateKey, thumbprint, notBefore, notAfter } = pair
  const key = privateKey.toCryptoKey({ name: 'RSA-PSS', hash: 'SHA-256' }, false, ['sign'])
  return {
    id: thumbprint,
    notBefore,
    notAfter,
    pair,
    toClientAuth: (tokenEndpoint) =>
      PrivateKeyJwt(key, {
        [modifyAssertion](header, payload) {
          header.typ = 'JWT'
          header['x5t#S256'] = thumbprint
          payload.aud = tokenEndpoint
          payload.exp = Number(payload.iat) + LIFE_SECONDS
        },
      }),
  }
}

/** Names the proof in a request's form; undefined where the form holds none. */
export function readProofId(form: URLSearchParams): string | undefined {
  const assertion = form.get('client_assertion')
  if (assertion) return String(decodeProtectedHeader(assertion)['x5t#S256'])
  return form.get('client_secret') ?? undefined
}
