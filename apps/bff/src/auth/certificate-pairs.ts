import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

/** A private key and the certificate of its public key. */
export interface CertificatePair {
  certificate: X509Certificate
  privateKey: KeyObject
  /** SHA-256 of the certificate in base64url: how an assertion names it (`x5t#S256`). */
  thumbprint: string
  notBefore: Date
  notAfter: Date
  /** The two blocks as they stand in the text they were read from. */
  blocks: [string, string]
}

/** A PEM text is not what the application can sign with. The message ends a sentence. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError'
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g

/**
 * Finds keys and certificates in a PEM text, in any order and with anything between, and matches them
 * by public key. Certificates without a key, such as those of an issuer, are let pass.
 *
 * A text that ends within a block, or holds a key and not its certificate, is refused as a whole: it
 * is most likely still being written, and the pair one waits for would be the one that is missing.
 *
 * @throws {CertificateError}
 */
export function parseCertificatePairs(pem: string): [CertificatePair, ...CertificatePair[]] {
  const blocks = [...pem.matchAll(BLOCK)].map(([text, label = '']) => ({ text, label }))
  if (blocks.length !== pem.split('-----BEGIN ').length - 1) {
    throw new CertificateError('which ends within a block')
  }
  const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY'))
  const certificates = blocks.filter(({ label }) => label === 'CERTIFICATE')
  if (keys.length === 0) throw new CertificateError('which holds no PRIVATE KEY block')
  if (certificates.length === 0) throw new CertificateError('which holds no CERTIFICATE block')
  const parsed = certificates.map(({ text }) => ({ text, certificate: parseCertificate(text) }))
  const [first, ...others] = keys.flatMap(({ text }) => {
    const privateKey = parseKey(text)
    const own = parsed.filter(({ certificate }) => certificate.checkPrivateKey(privateKey))
    if (own.length === 0) {
      throw new CertificateError(
        'whose key and certificate do not belong together: each key needs its certificate',
      )
    }
    // A certificate may be renewed for the same key.
    return own.map(({ text: certificateText, certificate }) => ({
      certificate,
      privateKey,
      thumbprint: createHash('sha256').update(certificate.raw).digest('base64url'),
      notBefore: certificate.validFromDate,
      notAfter: certificate.validToDate,
      blocks: [text, certificateText] as [string, string],
    }))
  })
  return [first as CertificatePair, ...others]
}

function parseKey(text: string): KeyObject {
  try {
    const key = createPrivateKey(text)
    if (key.asymmetricKeyType === 'rsa') return key
  } catch (cause) {
    throw new CertificateError('whose key cannot be read; it must not be encrypted', { cause })
  }
  throw new CertificateError('whose key is not RSA, the only kind Entra takes')
}

function parseCertificate(text: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch (cause) {
    throw new CertificateError('whose certificate cannot be read', { cause })
  }
}

/**
 * The pairs in the order in which to use them: those that are valid first, and of these the one that
 * expires last. The others stay in, since the authority's word counts and not our clock.
 */
export function rankPairs<T extends Pick<CertificatePair, 'notBefore' | 'notAfter'>>(
  pairs: readonly T[],
  now: Date,
): T[] {
  const isValid = ({ notBefore, notAfter }: T) => notBefore <= now && now < notAfter
  return pairs.toSorted(
    (one, other) =>
      Number(isValid(other)) - Number(isValid(one)) ||
      other.notAfter.getTime() - one.notAfter.getTime(),
  )
}
