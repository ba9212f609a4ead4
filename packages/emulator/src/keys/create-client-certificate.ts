import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createCertificate, type Validity } from './create-certificate.ts'

export interface ClientCertificate {
  /** PEM; hand it to `createEmulator({ applications })` or `addClientCertificate` to register its thumbprint. */
  certificate: string
  /** PKCS #8 PEM; what the client signs its assertions with. */
  privateKey: string
}

/**
 * Makes a key and a self-signed certificate for `private_key_jwt`, both as PEM. `validity` makes one that has
 * expired or is not valid yet.
 */
export async function createClientCertificate(
  commonName: string,
  validity: Validity = {},
): Promise<ClientCertificate> {
  const { der, privateKey } = await createCertificate(commonName, validity)
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', privateKey)
  return {
    certificate: new X509Certificate(der).toString(),
    privateKey: createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
      .export({ format: 'pem', type: 'pkcs8' })
      .toString(),
  }
}
