import {
  addClientCertificate,
  type CertificatePair,
  toDevelopmentCertificateFile,
} from '@vestibule/bff/config'

interface CertificateOptions {
  file?: string
  days: number
  name: string
  prune: boolean
}

/**
 * Makes a certificate to prove the application with, and says what to register. Servers that read the
 * file go on with an older pair until Entra knows the new one, so neither has to be restarted, nor
 * anything done at the same time.
 *
 * The whole configuration is not asked for: this may well be the first thing that is made.
 *
 * @throws {CertificateError} the file holds something else
 */
export async function addCertificate(
  env: Record<string, string | undefined>,
  { file: named, days, name, prune }: CertificateOptions,
  say: (line: string) => void,
): Promise<void> {
  const file =
    named ??
    (env.ENTRA_CLIENT_CERTIFICATE_FILE?.trim() ||
      toDevelopmentCertificateFile(env.DATA_DIR?.trim() || '.data'))
  const { added, kept, removed } = await addClientCertificate(file, {
    commonName: name,
    days,
    prune,
  })
  say(`A new key and certificate are in ${file}:`)
  say(toLine(added))
  say(`SHA-256 ${toHex(added.certificate.fingerprint256)}`)
  for (const pair of kept) say(`Kept: ${toLine(pair)}`)
  for (const pair of removed) say(`Taken out: ${toLine(pair)}`)
  say('Register this part with the application, under Certificates & secrets:')
  say(added.certificate.toString().trim())
  if (kept.length > 0) {
    say('Servers use an older one until then. When they all use the new one, unregister the older.')
  }
}

/** As Entra's pages show a thumbprint. */
function toHex(fingerprint: string): string {
  return fingerprint.replaceAll(':', '')
}

function toLine({ certificate, notAfter }: CertificatePair): string {
  const [day] = notAfter.toISOString().split('T')
  return `${certificate.subject}, until ${day}, SHA-1 ${toHex(certificate.fingerprint)}`
}
