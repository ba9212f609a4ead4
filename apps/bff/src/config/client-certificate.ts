import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { X509CertificateGenerator } from '@peculiar/x509'

export interface ClientCertificate {
  file: string
  /** Private key and certificate. */
  pem: string
  /** The certificate alone, as it is registered with the authority. */
  certificatePem: string
}

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
}
const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/** The application's own certificate for development, made at first use and kept in `DATA_DIR`. */
export async function ensureClientCertificate(dataDir: string): Promise<ClientCertificate> {
  const file = join(dataDir, 'client-certificate.pem')
  const pem = existsSync(file) ? readFileSync(file, 'utf8') : await createClientCertificate(file)
  return { file, pem, certificatePem: new X509Certificate(pem).toString() }
}

async function createClientCertificate(file: string): Promise<string> {
  const keys = await crypto.subtle.generateKey(RSA, true, ['sign', 'verify'])
  const now = Date.now()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Vestibule development',
    keys,
    signingAlgorithm: RSA,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + YEAR_MS),
  })
  const privateKey = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  const pem = `${toPem('PRIVATE KEY', privateKey)}${certificate.toString('pem')}\n`
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  writeFileSync(file, pem, { mode: 0o600 })
  return pem
}

function toPem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
