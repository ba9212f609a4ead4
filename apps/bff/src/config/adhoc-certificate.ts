import { randomBytes, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { toPem } from './client-certificate.ts'
import type { TlsPair } from './tls-pair.ts'
import { writePrivateFile } from './write-private-file.ts'

interface AdhocFiles {
  /** The authority's certificate, for whoever wants to trust it. */
  caFile: string
  /** The server's key and certificate. */
  pairFile: string
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY_MS = 24 * 60 * 60 * 1000
const LIFE_DAYS = 365
/** Made anew this long before its end. */
const RENEW_DAYS = 30

/**
 * A certificate for this machine, and for the host that people use. It is made at first use and kept,
 * so that a browser has to be told once; and made anew when it is about to expire, or the host is another.
 */
export async function ensureAdhocCertificate(
  files: AdhocFiles,
  host: string,
  now = new Date(),
): Promise<TlsPair> {
  const names = listNames(host)
  const kept = readKept(files)
  if (kept && isGood(kept, names, now)) return kept.pair
  const { ca, pair } = await createCertificate(names, now)
  writePrivateFile(files.caFile, ca)
  writePrivateFile(files.pairFile, pair.key + pair.cert)
  return pair
}

/** As a certificate names them: an IPv6 address without its brackets. */
function listNames(host: string): string[] {
  const name = host.replace(/^\[|\]$/g, '')
  return [...new Set(['localhost', '127.0.0.1', '::1', name])]
}

interface Kept {
  ca: X509Certificate
  certificate: X509Certificate
  pair: TlsPair
}

/** Undefined where there is none, or half of one: another is made then. */
function readKept({ caFile, pairFile }: AdhocFiles): Kept | undefined {
  try {
    const pem = readFileSync(pairFile, 'utf8')
    return {
      ca: new X509Certificate(readFileSync(caFile)),
      certificate: new X509Certificate(pem),
      pair: { cert: pem, key: pem },
    }
  } catch {
    return undefined
  }
}

function isGood({ ca, certificate }: Kept, names: string[], now: Date): boolean {
  const leftMs = certificate.validToDate.getTime() - now.getTime()
  const isNamed = (name: string) =>
    (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined
  return leftMs > RENEW_DAYS * DAY_MS && names.every(isNamed) && certificate.verify(ca.publicKey)
}

/** The authority's key is thrown away at once: who trusts its certificate trusts this one server's. */
async function createCertificate(
  names: string[],
  now: Date,
): Promise<{ ca: string; pair: TlsPair }> {
  // Both together are most of what reading a configuration would cost, which seldom makes a certificate.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const createKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const [authority, server] = await Promise.all([createKeys(), createKeys()])
  const createValidity = () => ({
    // Browsers refuse two certificates of one issuer with one number.
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + LIFE_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
  })
  const issuer = `CN=Vestibule on this machine ${randomBytes(4).toString('hex')}`
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...createValidity(),
    name: issuer,
    keys: authority,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  })
  const certificate = await x509.X509CertificateGenerator.create({
    ...createValidity(),
    subject: 'CN=localhost',
    issuer,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  })
  const key = await crypto.subtle.exportKey('pkcs8', server.privateKey)
  return {
    ca: `${ca.toString('pem')}\n`,
    pair: { cert: `${certificate.toString('pem')}\n`, key: toPem('PRIVATE KEY', key) },
  }
}
