import { X509Certificate } from 'node:crypto'
import { toThumbprints } from '../keys/thumbprints.ts'
import type { ApplicationRegistration } from '../world/application.ts'
import type { World } from '../world/world.ts'
import { ControlError, refuseOthers, toInput } from './control-input.ts'

/** How a certificate is called afterwards; both are hex in capitals. */
export interface AddedCertificate {
  /** SHA-1, as the portal shows it. */
  thumbprint: string
  thumbprintSha256: string
}

function getApplication(world: World, clientId: string): ApplicationRegistration {
  const application = world.applications.get(String(clientId).toLowerCase())
  if (application !== undefined) return application
  throw new ControlError(`No application has the client id "${clientId}".`)
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

/** Assertions are signed with RSA alone, so no other key may be registered. An expired one may: it is refused in use. */
function getRsaCertificate(pem: string): X509Certificate {
  const certificate = readCertificate(pem)
  if (certificate === undefined)
    throw new ControlError('"certificate" must be a certificate as PEM.')
  if (certificate.publicKey.asymmetricKeyType === 'rsa') return certificate
  throw new ControlError('"certificate" must hold an RSA key.')
}

export function addClientCertificate(
  world: World,
  clientId: string,
  pem: string,
): AddedCertificate {
  const application = getApplication(world, clientId)
  const certificate = getRsaCertificate(pem)
  const { sha1, sha256 } = toThumbprints(certificate)
  const isKnown = application.certificates.some((known) => isCalled(known, [sha256]))
  if (!isKnown) application.certificates.push(certificate.toString())
  return { thumbprint: sha1, thumbprintSha256: sha256 }
}

function isCalled(pem: string, spellings: string[]): boolean {
  const own: string[] = Object.values(toThumbprints(new X509Certificate(pem)))
  return spellings.some((spelling) => own.includes(spelling))
}

/** Throws a `ControlError` when the application has no such certificate. */
export function removeClientCertificate(
  world: World,
  clientId: string,
  thumbprintOrPem: string,
): void {
  const application = getApplication(world, clientId)
  const certificate = readCertificate(thumbprintOrPem)
  const spellings =
    certificate === undefined
      ? [thumbprintOrPem, thumbprintOrPem.replaceAll(':', '').toUpperCase()]
      : [toThumbprints(certificate).sha256]
  const left = application.certificates.filter((pem) => !isCalled(pem, spellings))
  if (left.length === application.certificates.length) {
    throw new ControlError('The application has no such certificate.')
  }
  application.certificates = left
}

export function parseCertificate(body: unknown): { client: string; certificate: string } {
  const input = toInput(body)
  refuseOthers(input, ['client', 'certificate'])
  const { client, certificate } = input
  if (typeof client === 'string' && typeof certificate === 'string') return { client, certificate }
  throw new ControlError('"client" and "certificate" must be texts.')
}
