import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'

/** What a server shows and proves it by, in PEM. */
export interface TlsPair {
  /** The server's own certificate first, then those that lead to its authority. */
  cert: string
  key: string
}

/** A certificate is not usable. The message is a sentence that names the variable. */
export class TlsError extends Error {
  override readonly name = 'TlsError'
}

/**
 * Reads a certificate and its key, and holds them against each other and the time.
 *
 * @throws {TlsError}
 */
export function readTlsPair(
  { certFile, keyFile }: { certFile: string; keyFile: string },
  now = new Date(),
): TlsPair {
  const cert = readText('TLS_CERT_FILE', certFile)
  const key = readText('TLS_KEY_FILE', keyFile)
  const certificate = parse(
    () => new X509Certificate(cert),
    `TLS_CERT_FILE names ${certFile}, which holds no certificate in PEM.`,
  )
  const privateKey: KeyObject = parse(
    () => createPrivateKey(key),
    `TLS_KEY_FILE names ${keyFile}, which holds no private key in PEM, or one that is encrypted.`,
  )
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new TlsError(`TLS_KEY_FILE names ${keyFile}, which is not the key of ${certFile}.`)
  }
  if (certificate.validToDate <= now) {
    throw new TlsError(
      `TLS_CERT_FILE names ${certFile}, which expired on ${certificate.validToDate.toISOString()}.`,
    )
  }
  // What the server itself would stumble over: a chain that cannot be read, a key that is too short.
  parse(
    () => createSecureContext({ cert, key }),
    `TLS_CERT_FILE names ${certFile}, which cannot be used for TLS.`,
  )
  return { cert, key }
}

function readText(variable: string, file: string): string {
  return parse(() => readFileSync(file, 'utf8'), `${variable} names ${file}, which cannot be read.`)
}

function parse<T>(read: () => T, otherwise: string): T {
  try {
    return read()
  } catch (cause) {
    throw new TlsError(otherwise, { cause })
  }
}
