import {
  addClientCertificate,
  type CertificatePair,
  readCertificateFile,
  readEnv,
} from '@vestibule/bff/config'
import { addApplicationPassword, changeApplication, type Graph } from '@vestibule/graph'
import { toVariableRows } from './environment-steps.ts'
import type { Step } from './plan.ts'
import { getMade, type Registration } from './registration.ts'
import type { Settings } from './settings.ts'
import { whenReplicated } from './when-replicated.ts'

const DAYS = 365
const DAY_MS = 24 * 60 * 60 * 1000
const NEW_CERTIFICATE = { commonName: 'Vestibule', days: DAYS, prune: false }

/**
 * Lets the application prove itself, by a certificate whose key stays here or by a secret. Credentials that
 * the registration has from elsewhere stay.
 *
 * @param kind undefined for what the environment file has, or else a certificate
 */
export function toCredentialSteps(
  graph: Graph,
  registration: Registration,
  settings: Settings,
  kind: 'certificate' | 'secret' | undefined,
): Step[] {
  const { envFile } = settings
  const hasSecret = envFile.read('ENTRA_CLIENT_SECRET') ?? envFile.read('ENTRA_CLIENT_SECRET_FILE')
  return (kind ?? (hasSecret ? 'secret' : 'certificate')) === 'secret'
    ? toSecretSteps(graph, registration, settings)
    : toCertificateSteps(graph, registration, settings)
}

function toCertificateSteps(
  graph: Graph,
  registration: Registration,
  { envFile, certificateFile }: Settings,
): Step[] {
  const now = new Date()
  const good = readCertificateFile(certificateFile).filter(
    ({ notBefore, notAfter }) => notBefore <= now && now < notAfter,
  )
  const registered = registration.application?.keyCredentials ?? []
  // Graph's types say a number where it answers base64.
  const keys = new Set(registered.map(({ key }) => String(key)))
  const added = good.filter((pair) => !keys.has(toKey(pair)))
  const variables = envFile.toChanges({
    ENTRA_CLIENT_CERTIFICATE_FILE: certificateFile,
    ENTRA_CLIENT_SECRET: undefined,
    ENTRA_CLIENT_SECRET_FILE: undefined,
  })
  const changes = [
    ...(good.length === 0
      ? [{ what: certificateFile, now: null, next: `a new key and certificate, for ${DAYS} days` }]
      : added.map((pair) => ({ what: 'certificate', now: null, next: toText(pair) }))),
    ...toVariableRows(envFile, variables),
  ]
  if (changes.length === 0) return []
  return [
    {
      action: registered.length > 0 ? 'change' : 'create',
      target: 'certificate',
      changes,
      async run() {
        const pairs =
          good.length > 0
            ? added
            : [(await addClientCertificate(certificateFile, NEW_CERTIFICATE)).added]
        if (pairs.length > 0) {
          // The list is replaced as a whole: what is left out of it is gone.
          const keyCredentials = [...registered, ...pairs.map(toKeyCredential)]
          const id = getMade(registration.id)
          await whenReplicated(() => changeApplication(graph, id, { keyCredentials }))
        }
        envFile.write(variables)
      },
    },
  ]
}

/** The public part alone. */
const toKey = ({ certificate }: CertificatePair) => certificate.raw.toString('base64')

const toKeyCredential = (pair: CertificatePair) => ({
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
  displayName: pair.certificate.subject,
  key: toKey(pair),
})

function toText({ certificate, notAfter }: CertificatePair): string {
  const [day] = notAfter.toISOString().split('T')
  return `${certificate.subject}, until ${day}`
}

/** Nobody is told a secret again, but its first three characters: by them it is known whether it is there. */
function toSecretSteps(graph: Graph, registration: Registration, { envFile }: Settings): Step[] {
  const { ENTRA_CLIENT_SECRET: secret } = readEnv({
    ENTRA_CLIENT_SECRET: envFile.read('ENTRA_CLIENT_SECRET'),
    ENTRA_CLIENT_SECRET_FILE: envFile.read('ENTRA_CLIENT_SECRET_FILE'),
  }).env
  const isGood = registration.application?.passwordCredentials?.some(
    ({ hint, endDateTime }) =>
      hint && secret?.startsWith(hint) && Date.parse(endDateTime ?? '') > Date.now(),
  )
  const variables = envFile.toChanges({
    ENTRA_CLIENT_CERTIFICATE_FILE: undefined,
    ...(!isGood && { ENTRA_CLIENT_SECRET: '', ENTRA_CLIENT_SECRET_FILE: undefined }),
  })
  const changes = toVariableRows(envFile, variables)
  if (changes.length === 0) return []
  return [
    {
      action: 'create',
      target: 'client secret',
      changes,
      async run() {
        if (isGood) return envFile.write(variables)
        const id = getMade(registration.id)
        const ENTRA_CLIENT_SECRET = await whenReplicated(() =>
          addApplicationPassword(graph, id, {
            displayName: 'register-app',
            endDateTime: new Date(Date.now() + DAYS * DAY_MS).toISOString(),
          }),
        )
        envFile.write({ ...variables, ENTRA_CLIENT_SECRET })
      },
    },
  ]
}
