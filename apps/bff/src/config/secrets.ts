import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { KeyRing } from '@vestibule/store'
import { toEmailKey } from '../accounts/to-email-key.ts'
import { CertificateError, parseCertificatePairs } from '../auth/certificate-pairs.ts'
import type { CredentialText } from '../auth/client-credential.ts'
import { ensureCertificateFile } from './client-certificate.ts'
import type { AppConfig } from './config.ts'
import { ensureDevelopmentSecrets } from './development-secrets.ts'
import type { Env } from './env.ts'
import { type Proxies, readProxies } from './proxies.ts'
import { readServerTls, type ServerTls } from './read-tls.ts'
import { createTokenKeys, type TokenKeys } from './token-keys.ts'

/** What must never be logged or sent anywhere. */
export interface Secrets {
  /** May hold a password. */
  databaseUrl: string
  /** Sign the session cookie. The newest signs, all of them are accepted. */
  sessionSecrets: [string, ...string[]]
  /** Seal tokens in the database. The newest seals, all of them open. */
  tokenKeys: TokenKeys
  /** Made by ourselves and kept in `DATA_DIR`, rather than given. */
  hasDevelopmentTokenKeys: boolean
  /** Where mail is handed in; undefined where none can be sent. May hold a password. */
  smtpUrl?: string | undefined
  /** What calls to the outside go through. May hold a password. */
  proxies?: Proxies | undefined
  /** The server's own certificate and key; undefined where a proxy ends TLS, or nobody does. */
  tls?: ServerTls | undefined
  /** How the application proves to the authority that it is itself. */
  clientCredential: CredentialText
  /**
   * Reads it again, since files may be replaced. Without this it stays as it is.
   *
   * @throws {Error} it is not usable now.
   */
  readClientCredential?: () => CredentialText
}

/**
 * Reads the secrets. What is missing is made once and kept in `DATA_DIR`, but not in production:
 * there it is a problem, since a lost folder would sign everybody out.
 *
 * @param readEnvAgain what stands in the environment and in files named there by then
 */
export async function envToSecrets(
  env: Env,
  config: AppConfig,
  readEnvAgain: () => Env,
): Promise<{ secrets: Secrets; problems: string[] }> {
  const problems: string[] = []
  const given = { session: readSessionSecrets(env, problems), token: readTokenKeys(env, problems) }
  const clientCredential = await readClientCredential(env, config, problems)
  const tls = await readServerTls(config, problems)
  for (const name of ['SESSION_SECRETS', 'TOKEN_KEYS'] as const) {
    if (env[name]?.split(',').some(isGuessable)) {
      problems.push(
        `${name} holds a sample or another value that can be guessed: make one by chance.`,
      )
    }
    if (config.isProduction && !env[name]) {
      problems.push(`${name} must be set when NODE_ENV is production.`)
    }
  }
  const made =
    problems.length === 0 && (!given.session || !given.token)
      ? ensureDevelopmentSecrets(config.dataDir)
      : ({ sessionSecret: '', tokenKeys: [''] } as const)
  return {
    secrets: {
      databaseUrl: readDatabaseUrl(env, config, problems),
      smtpUrl: readSmtpUrl(env, config, problems),
      sessionSecrets: given.session ?? [made.sessionSecret],
      tokenKeys: createTokenKeys(given.token ?? toKeyRing(made.tokenKeys), () =>
        readTokenKeysAgain(readEnvAgain(), config),
      ),
      hasDevelopmentTokenKeys: given.token === undefined,
      proxies: readProxies(env, problems),
      tls,
      clientCredential,
      readClientCredential: () => readClientCredentialAgain(clientCredential, readEnvAgain),
    },
    problems,
  }
}

/** @throws {Error} they are not usable now. */
function readTokenKeysAgain(env: Env, config: AppConfig): KeyRing {
  const problems: string[] = []
  const given = readTokenKeys(env, problems)
  if (problems.length > 0) throw new Error(problems.join(' '))
  return given ?? toKeyRing(ensureDevelopmentSecrets(config.dataDir).tokenKeys)
}

function toKeyRing([newest, ...older]: readonly [string, ...string[]]): KeyRing {
  const toKey = (text: string) => Buffer.from(text.trim(), 'base64url')
  return [toKey(newest), ...older.map(toKey)]
}

/** The samples of `.env.example`, and whatever repeats itself like them. 256 random bits never do. */
function isGuessable(secret: string): boolean {
  return secret.includes('-secret-of-') || new Set(secret.trim()).size < 12
}

function readDatabaseUrl(env: Env, { dataDir }: AppConfig, problems: string[]): string {
  const url = env.DATABASE_URL ?? `file:${resolve(dataDir, 'vestibule.db')}`
  if (!/^(file:.|postgres(ql)?:\/\/.)/.test(url)) {
    problems.push(
      'DATABASE_URL must be an address of SQLite, such as file:/var/lib/vestibule.db, or of ' +
        'PostgreSQL, such as postgres://vestibule@localhost/vestibule.',
    )
  }
  return url
}

function readSmtpUrl(env: Env, config: AppConfig, problems: string[]): string | undefined {
  if (config.registration === 'verify' && !env.SMTP_URL) {
    problems.push('SMTP_URL is missing: REGISTRATION=verify sends a mail to each new address.')
  }
  if (!env.SMTP_URL) return undefined
  const url = URL.parse(env.SMTP_URL)
  const from = url?.searchParams.get('from')
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    problems.push('SMTP_URL must be an address such as smtps://user:password@mail.example.')
  } else if (from && toEmailKey(from) === undefined) {
    problems.push('SMTP_URL names a sender (from=) that is no e-mail address.')
  }
  return env.SMTP_URL
}

function readSessionSecrets(env: Env, problems: string[]): Secrets['sessionSecrets'] | undefined {
  const [newest, ...older] = env.SESSION_SECRETS?.split(',').map((secret) => secret.trim()) ?? []
  if (newest === undefined) return undefined
  if ([newest, ...older].some((secret) => secret.length < 32)) {
    problems.push('SESSION_SECRETS must hold secrets of 32 characters or more, the newest first.')
  }
  return [newest, ...older]
}

function readTokenKeys(env: Env, problems: string[]): KeyRing | undefined {
  const [newest, ...older] = env.TOKEN_KEYS?.split(',') ?? []
  if (newest === undefined) return undefined
  const ring = toKeyRing([newest, ...older])
  if (ring.some((key) => key.length !== 32)) {
    problems.push('TOKEN_KEYS must hold keys of 32 bytes in base64url, the newest first.')
  }
  return ring
}

async function readClientCredential(
  env: Env,
  config: AppConfig,
  problems: string[],
): Promise<CredentialText> {
  const file = env.ENTRA_CLIENT_CERTIFICATE_FILE
  if (env.ENTRA_CLIENT_SECRET && file) {
    problems.push(
      'ENTRA_CLIENT_SECRET and ENTRA_CLIENT_CERTIFICATE_FILE are both set; keep one of them.',
    )
  }
  if (env.ENTRA_CLIENT_SECRET) return { kind: 'secret', secret: env.ENTRA_CLIENT_SECRET }
  if (file) return readCertificates(file, 'ENTRA_CLIENT_CERTIFICATE_FILE names', problems)
  if (config.isProduction) {
    problems.push('ENTRA_CLIENT_CERTIFICATE_FILE or ENTRA_CLIENT_SECRET must be set.')
    return { kind: 'secret', secret: '' }
  }
  return readCertificates(await ensureCertificateFile(config.dataDir), 'DATA_DIR has', problems)
}

/** @throws {Error} it is not usable now. */
function readClientCredentialAgain(known: CredentialText, readEnvAgain: () => Env): CredentialText {
  if (known.kind === 'secret') {
    const secret = readEnvAgain().ENTRA_CLIENT_SECRET
    if (!secret) throw new Error('ENTRA_CLIENT_SECRET is not to be had any more.')
    return { kind: 'secret', secret }
  }
  const problems: string[] = []
  const credential = readCertificates(known.file, 'The certificate file is', problems)
  if (problems.length > 0) throw new Error(problems.join(' '))
  return credential
}

/** @param named the beginning of a sentence that goes on with the file */
function readCertificates(file: string, named: string, problems: string[]): CredentialText {
  try {
    const pem = readFileSync(file, 'utf8')
    parseCertificatePairs(pem)
    return { kind: 'certificate', pem, file }
  } catch (error) {
    const problem = error instanceof CertificateError ? error.message : 'which cannot be read'
    problems.push(`${named} ${file}, ${problem}.`)
    return { kind: 'certificate', pem: '', file }
  }
}
