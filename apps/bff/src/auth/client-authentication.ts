import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { type ClientAuth, ClientSecretPost, modifyAssertion, PrivateKeyJwt } from 'openid-client'

export type Credential = { kind: 'secret'; secret: string } | { kind: 'certificate'; pem: string }

/**
 * How the application proves itself at the token endpoint: by secret, or by an assertion signed with
 * its certificate's key (`private_key_jwt`).
 *
 * Entra finds the certificate by `x5t#S256` and wants one audience, the token endpoint itself; a list
 * is refused (AADSTS5002741).
 * Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 *
 * @throws {Error} the PEM text holds no usable key or certificate.
 */
export async function createClientAuthentication(
  credential: Credential,
): Promise<(tokenEndpoint: string) => ClientAuth> {
  if (credential.kind === 'secret') {
    const secret = ClientSecretPost(credential.secret)
    return () => secret
  }
  const certificate = new X509Certificate(credential.pem)
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url')
  const key = await crypto.subtle.importKey(
    'pkcs8',
    createPrivateKey(credential.pem).export({ type: 'pkcs8', format: 'der' }),
    { name: 'RSA-PSS', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  return (tokenEndpoint) =>
    PrivateKeyJwt(key, {
      [modifyAssertion](header, payload) {
        header.typ = 'JWT'
        header['x5t#S256'] = thumbprint
        payload.aud = tokenEndpoint
      },
    })
}
