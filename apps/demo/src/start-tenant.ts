import { resolve } from 'node:path'
import { ConfigError, ensureClientCertificate } from '@vestibule/bff'
import { listRedirectUris } from '@vestibule/bff/config'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { readDemoVariables } from './variables.ts'

/** A demo tenant that knows this copy of Vestibule, and what Vestibule must be told to use it. */
export interface DemoTenant {
  emulator: Emulator
  environment: Record<string, string>
}

/**
 * Starts the demo tenant and registers Vestibule's own certificate with it, as one would in Entra.
 *
 * @throws {ConfigError} a variable is wrong or the port is taken.
 */
export async function startTenant(source: Record<string, string | undefined>): Promise<DemoTenant> {
  const { port, users } = readDemoVariables(source)
  const certificate = await ensureClientCertificate(resolve(source.DATA_DIR?.trim() || '.data'))
  // What is wrong with it is Vestibule's own to say.
  const origin = URL.parse(source.APP_ORIGIN?.trim() ?? '')?.origin
  const webOrigin = URL.parse(source.WEB_ORIGIN?.trim() ?? '')?.origin ?? origin ?? ''
  const emulator = await createEmulator({
    port,
    users,
    applications: {
      [CLIENT_ID]: {
        certificates: [certificate.certificatePem],
        ...(origin && { redirectUris: listRedirectUris({ appOrigin: origin, webOrigin }) }),
      },
    },
  }).catch((cause: unknown) => {
    if ((cause as { code?: unknown }).code !== 'EADDRINUSE') throw cause
    throw new ConfigError([
      `Port ${port} is taken by another program. Set EMULATOR_PORT to a free one.`,
    ])
  })
  return {
    emulator,
    environment: {
      ENTRA_AUTHORITY: emulator.authority,
      ENTRA_CLIENT_ID: CLIENT_ID,
      ENTRA_CLIENT_CERTIFICATE_FILE: certificate.file,
      GRAPH_BASE_URL: emulator.url,
      ...(!namesMailServer(source) && { SMTP_URL: emulator.smtpUrl }),
    },
  }
}

/** Whoever names one wants mails delivered, and Vestibule refuses to be told of two. */
const namesMailServer = ({ SMTP_URL, SMTP_URL_FILE }: Record<string, string | undefined>) =>
  Boolean(SMTP_URL?.trim() || SMTP_URL_FILE?.trim())

/** The web application every demo tenant has. */
const CLIENT_ID = 'a0000000-7e57-4000-8000-000000000001'
