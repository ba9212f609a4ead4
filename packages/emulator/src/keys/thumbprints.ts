import { createHash, type X509Certificate } from 'node:crypto'

/** The spellings in which a certificate is named. */
export interface Thumbprints {
  /** Hex in capitals, as the portal shows it. */
  sha1: string
  sha256: string
  /** base64url of the bytes, as an assertion's header carries it. */
  x5t: string
  x5tS256: string
}

export function toThumbprints({ raw }: X509Certificate): Thumbprints {
  const sha1 = createHash('sha1').update(raw).digest()
  const sha256 = createHash('sha256').update(raw).digest()
  return {
    sha1: sha1.toString('hex').toUpperCase(),
    sha256: sha256.toString('hex').toUpperCase(),
    x5t: sha1.toString('base64url'),
    x5tS256: sha256.toString('base64url'),
  }
}
