import { X509Certificate } from 'node:crypto'
import type { ApplicationRegistration } from '../../world/application.ts'
import { createBadRequest } from '../parse-user-change.ts'
import { toKeyId } from './to-application.ts'
import { type Entity, Values } from './values.ts'

const values = new Values('Application')

function readCertificate(key: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(key, 'base64'))
  } catch {
    return undefined
  }
}

/** Base64 of the certificate; of PEM too, as people paste it. Assertions are signed with RSA alone. */
function getCertificate(key: string): string {
  const certificate = readCertificate(key)
  if (certificate?.publicKey.asymmetricKeyType === 'rsa') return certificate.toString()
  throw createBadRequest('Key credential is invalid.')
}

/** A certificate that is there already may come without its key, by the id of its entry. */
function toCertificate({ certificates }: ApplicationRegistration, input: Entity): string {
  const { type, usage, key, keyId } = input
  if (type !== 'AsymmetricX509Cert' || usage !== 'Verify') return values.refuse('keyCredentials')
  if (typeof key === 'string') return getCertificate(key)
  const known = certificates.find((pem) => toKeyId(new X509Certificate(pem)) === keyId)
  return known ?? values.refuse('keyCredentials')
}

/** Replaces the whole list. */
export function changeKeyCredentials(draft: ApplicationRegistration, value: unknown): void {
  const certificates = values
    .getObjects(value, 'keyCredentials')
    .map((input) => toCertificate(draft, input))
  draft.certificates = [...new Set(certificates)]
}

/** Secrets are made by `addPassword` alone; a list may only leave some of them out. */
export function changePasswordCredentials(draft: ApplicationRegistration, value: unknown): void {
  const kept = values.getObjects(value, 'passwordCredentials').map(({ keyId }) => keyId)
  const isKnown = (keyId: unknown): boolean =>
    draft.secrets.some((secret) => secret.keyId === keyId)
  if (!kept.every(isKnown)) {
    throw createBadRequest('New password credentials must be generated with service actions.')
  }
  draft.secrets = draft.secrets.filter(({ keyId }) => kept.includes(keyId))
}
