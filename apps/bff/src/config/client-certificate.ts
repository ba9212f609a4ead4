import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CertificateError,
  type CertificatePair,
  parseCertificatePairs,
  rankPairs,
} from '../auth/certificate-pairs.ts'
import { writePrivateFile } from './write-private-file.ts'

export interface ClientCertificate {
  file: string
  /** Private keys and certificates. */
  pem: string
  /** The certificate in use alone, as it is registered with the authority. */
  certificatePem: string
}

export interface NewCertificate {
  commonName: string
  /** How long it is good for. */
  days: number
}

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
}
const DAY_MS = 24 * 60 * 60 * 1000
const DEVELOPMENT = { commonName: 'Vestibule development', days: 365 }

/** The application's own certificate for development, made at first use and kept in `DATA_DIR`. */
export async function ensureClientCertificate(dataDir: string): Promise<ClientCertificate> {
  const file = await ensureCertificateFile(dataDir)
  const pem = readFileSync(file, 'utf8')
  const [inUse] = rankPairs(parseFile(file, pem), new Date())
  return { file, pem, certificatePem: String(inUse?.certificate) }
}

/** The file of that certificate, made where it is missing. What stands in it is not looked at. */
export async function ensureCertificateFile(dataDir: string): Promise<string> {
  const file = toDevelopmentCertificateFile(dataDir)
  if (!existsSync(file)) writePrivateFile(file, await createPair(DEVELOPMENT))
  return file
}

export function toDevelopmentCertificateFile(dataDir: string): string {
  return join(dataDir, 'client-certificate.pem')
}

/**
 * The pairs that a file holds; none where there is no file.
 *
 * @throws {CertificateError} the file holds something else.
 */
export function readCertificateFile(file: string): CertificatePair[] {
  const pem = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return pem.trim() === '' ? [] : parseFile(file, pem)
}

function parseFile(file: string, pem: string): CertificatePair[] {
  try {
    return parseCertificatePairs(pem)
  } catch (cause) {
    if (!(cause instanceof CertificateError)) throw cause
    throw new CertificateError(`There is a file ${file}, ${cause.message}.`, { cause })
  }
}

/**
 * Makes a key and a certificate, and puts them behind what the file holds; makes the file where there
 * is none. The older pairs stay: a server uses them until the authority knows the new one.
 *
 * @param options.prune whether pairs that have expired are taken out
 * @throws {CertificateError} the file holds something else. It is left as it was.
 */
export async function addClientCertificate(
  file: string,
  { prune, ...wish }: NewCertificate & { prune: boolean },
): Promise<{ added: CertificatePair; kept: CertificatePair[]; removed: CertificatePair[] }> {
  const pairs = readCertificateFile(file)
  const before = pairs.length > 0 ? readFileSync(file, 'utf8') : ''
  const now = new Date()
  const removed = prune ? pairs.filter(({ notAfter }) => notAfter <= now) : []
  const kept = pairs.filter((pair) => !removed.includes(pair))
  const added = await createPair(wish)
  writePrivateFile(file, `${withoutBlocks(before, { removed, kept })}${added}`)
  return { added: parseCertificatePairs(added)[0], kept, removed }
}

/** A key may have had its certificate renewed: it goes with the last of them. */
function withoutBlocks(
  pem: string,
  { removed, kept }: { removed: CertificatePair[]; kept: CertificatePair[] },
): string {
  const stay = new Set(kept.flatMap(({ blocks }) => blocks))
  const gone = removed.flatMap(({ blocks }) => blocks).filter((block) => !stay.has(block))
  const rest = gone.reduce((text, block) => text.replace(block, ''), pem)
  const trimmed = rest.replaceAll(/\n{2,}/g, '\n').trim()
  return trimmed === '' ? '' : `${trimmed}\n`
}

async function createPair({ commonName, days }: NewCertificate): Promise<string> {
  // Both together are most of what reading a configuration would cost, which seldom makes a certificate.
  await import('reflect-metadata')
  const { Name, X509CertificateGenerator } = await import('@peculiar/x509')
  const keys = await crypto.subtle.generateKey(RSA, true, ['sign', 'verify'])
  const now = Date.now()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    // As a plain text it would be taken apart at quotes.
    name: new Name([{ CN: [{ utf8String: commonName }] }]),
    keys,
    signingAlgorithm: RSA,
    // The authority's clock may be behind ours.
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + days * DAY_MS),
  })
  const privateKey = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return `${toPem('PRIVATE KEY', privateKey)}${certificate.toString('pem')}\n`
}

export function toPem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
