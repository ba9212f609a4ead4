import { createHash } from 'node:crypto'
import { exportJWK, type JWK } from 'jose'
import { createCertificate } from './create-certificate.ts'

interface SigningKey {
  kid: string
  privateKey: CryptoKey
  publicKey: CryptoKey
  /** Members of the published key besides `issuer`, which depends on the tenant. */
  jwk: JWK
}

export interface SigningKeys {
  /** Signs ID tokens and tokens for the tenant's own APIs; published. */
  current: SigningKey
  /** Published next to the current one, as Entra does before it rolls. */
  next: SigningKey
  /** Signed before and still published, so that what they signed can be checked. */
  retired: SigningKey[]
  /**
   * Signs Graph access tokens; never published. On the cloud a client cannot check a Graph token's
   * signature either (a `nonce` in the header is hashed before signing), so nothing may start to rely on it.
   * https://learn.microsoft.com/entra/identity-platform/access-tokens
   */
  graph: SigningKey
  /** Signs for the tenant of customers, where nothing rolls: on the cloud it has keys of its own. */
  customers: SigningKey
}

async function createSigningKey(): Promise<SigningKey> {
  const { der, privateKey, publicKey } = await createCertificate('accounts.accesscontrol.test')
  // Entra's key id is the certificate's SHA-1 thumbprint.
  const kid = createHash('sha1').update(der).digest('base64url')
  const { n, e } = await exportJWK(publicKey)
  const jwk = { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, x5c: [der.toString('base64')] } as JWK
  return { kid, privateKey, publicKey, jwk }
}

async function createSigningKeys(): Promise<SigningKeys> {
  const [current, next, graph, customers] = await Promise.all([
    createSigningKey(),
    createSigningKey(),
    createSigningKey(),
    createSigningKey(),
  ])
  return { current, next, retired: [], graph, customers }
}

/** The next key takes over and a new one is published behind it; the others stay as they are. */
export async function rotateSigningKeys(keys: SigningKeys): Promise<SigningKeys> {
  const { current, next, retired } = keys
  const following = await createSigningKey()
  return { ...keys, current: next, next: following, retired: [current, ...retired] }
}

let keys: Promise<SigningKeys> | undefined

/** The keys of this process: made at the first call, because four RSA keys cost up to a second. */
export function getSigningKeys(): Promise<SigningKeys> {
  keys ??= createSigningKeys()
  return keys
}
