import { join } from 'node:path'
import { ensureAdhocCertificate } from './adhoc-certificate.ts'
import type { AppConfig } from './config.ts'
import type { Env } from './env.ts'
import { readOneOf } from './read-value.ts'
import { readTlsPair, TlsError, type TlsPair } from './tls-pair.ts'

/** Whether the server speaks TLS itself, and with whose certificate. */
export type TlsChoice = 'off' | 'adhoc' | { certFile: string; keyFile: string }

/** The server's own certificate. */
export interface ServerTls {
  pair: TlsPair
  /** Where it stands. Files may be replaced. */
  files: string[]
  /**
   * Reads it again, and makes another where it was made here and is about to expire.
   *
   * @throws {TlsError} it is not usable now.
   */
  read(): Promise<TlsPair>
  /** What a browser may be told to trust, where the certificate was made here. */
  caFile?: string
}

export function readTlsChoice(env: Env, problems: string[]): TlsChoice {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } = env
  const mode = readOneOf(env, 'TLS', ['off', 'adhoc'], 'off', problems)
  if (mode === 'adhoc' && env.NODE_ENV === 'production') {
    problems.push(
      'TLS=adhoc is for trying and not for NODE_ENV=production: name a certificate in TLS_CERT_FILE.',
    )
  }
  if (!certFile && !keyFile) return mode
  if (env.TLS) {
    problems.push(
      `TLS=${env.TLS} contradicts TLS_CERT_FILE and TLS_KEY_FILE: keep the one or the others.`,
    )
  }
  if (!certFile) problems.push('TLS_CERT_FILE is missing: TLS_KEY_FILE alone is no certificate.')
  if (!keyFile) problems.push('TLS_KEY_FILE is missing: TLS_CERT_FILE needs its private key.')
  return { certFile: certFile ?? '', keyFile: keyFile ?? '' }
}

/** Undefined where the server speaks no TLS; an unusable certificate is told in `problems`. */
export async function readServerTls(
  { tls, dataDir, appOrigin }: AppConfig,
  problems: string[],
): Promise<ServerTls | undefined> {
  if (tls === 'off') return undefined
  if (tls === 'adhoc') {
    const files = { caFile: join(dataDir, 'tls-ca.pem'), pairFile: join(dataDir, 'tls.pem') }
    const { hostname } = new URL(appOrigin)
    const read = () => ensureAdhocCertificate(files, hostname)
    return { pair: await read(), files: [files.pairFile], read, caFile: files.caFile }
  }
  const read = async () => readTlsPair(tls)
  try {
    return { pair: await read(), files: [tls.certFile, tls.keyFile], read }
  } catch (error) {
    if (!(error instanceof TlsError)) throw error
    problems.push(error.message)
    return undefined
  }
}
