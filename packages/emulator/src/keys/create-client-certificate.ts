import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createCertificate } from './create-certificate.ts'

export interface ClientCertificate {
  /** PEM; hand it to `createEmulator({ applications })` to register its thumbprint. */
  certificate: string
  /** PKCS #8 PEM; what the client signs its assertions with. */
  privateKey: string
}

/** Makes a key and a self-signed certificate for `private_key_jwt`, both as PEM. */
export async function createClientCertificate(commonName: string): Promise<ClientCertificate> {
  const { der, privateKey } = await createCertificate(commonName)
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', privateKey)
  return {
    certificate: new X509Certificate(der).toString(),
    privateKey: createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
      .export({ format: 'pem', type: 'pkcs8' })
      .toString(),
  }
}
