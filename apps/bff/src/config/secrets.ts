import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyRing } from '@vestibule/store'
import { ensureClientCertificate } from './client-certificate.ts'
import type { AppConfig } from './config.ts'
import type { Env } from './env.ts'

/** What must never be logged or sent anywhere. */
export interface Secrets {
  /** Sign the session cookie. The newest signs, all of them are accepted. */
  sessionSecrets: [string, ...string[]]
  /** Seal tokens in the database. The newest seals, all of them open. */
  tokenKeys: KeyRing
  clientCredential: ClientCredential
}

/** How the application proves to the authority that it is itself. */
type ClientCredential =
  | { kind: 'secret'; secret: string }
  /** PEM text with a private key and its certificate. */
  | { kind: 'certificate'; pem: string }

/**
 * Reads the secrets. What is missing is made once and kept in `DATA_DIR`, but not in production:
 * there it is a problem, since a lost folder would sign everybody out.
 */
export async function envToSecrets(
  env: Env,
  config: AppConfig,
): Promise<{ secrets: Secrets; problems: string[] }> {
  const problems: string[] = []
  const given = { session: readSessionSecrets(env, problems), token: readTokenKeys(env, problems) }
  const clientCredential = await readClientCredential(env, config, problems)
  for (const name of ['SESSION_SECRETS', 'TOKEN_KEYS'] as const) {
    if (config.isProduction && !env[name]) {
      problems.push(`${name} must be set when NODE_ENV is production.`)
    }
  }
  const made =
    problems.length === 0 && (!given.session || !given.token)
      ? ensureDevelopmentSecrets(config.dataDir)
      : { sessionSecret: '', tokenKey: '' }
  return {
    secrets: {
      sessionSecrets: given.session ?? [made.sessionSecret],
      tokenKeys: given.token ?? [Buffer.from(made.tokenKey, 'base64url')],
      clientCredential,
    },
    problems,
  }
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
  const [newest, ...older] =
    env.TOKEN_KEYS?.split(',').map((key) => Buffer.from(key.trim(), 'base64url')) ?? []
  if (newest === undefined) return undefined
  if ([newest, ...older].some((key) => key.length !== 32)) {
    problems.push('TOKEN_KEYS must hold keys of 32 bytes in base64url, the newest first.')
  }
  return [newest, ...older]
}

async function readClientCredential(
  env: Env,
  config: AppConfig,
  problems: string[],
): Promise<ClientCredential> {
  const file = env.ENTRA_CLIENT_CERTIFICATE_FILE
  if (env.ENTRA_CLIENT_SECRET && file) {
    problems.push(
      'ENTRA_CLIENT_SECRET and ENTRA_CLIENT_CERTIFICATE_FILE are both set; keep one of them.',
    )
  }
  if (env.ENTRA_CLIENT_SECRET) return { kind: 'secret', secret: env.ENTRA_CLIENT_SECRET }
  if (file) return { kind: 'certificate', pem: readCertificate(file, problems) }
  if (config.isProduction) {
    problems.push('ENTRA_CLIENT_CERTIFICATE_FILE or ENTRA_CLIENT_SECRET must be set.')
    return { kind: 'secret', secret: '' }
  }
  return { kind: 'certificate', pem: (await ensureClientCertificate(config.dataDir)).pem }
}

function readCertificate(file: string, problems: string[]): string {
  try {
    const pem = readFileSync(file, 'utf8')
    const problem = findCertificateProblem(pem)
    if (problem) problems.push(`ENTRA_CLIENT_CERTIFICATE_FILE names ${file}, ${problem}.`)
    return pem
  } catch {
    problems.push(`ENTRA_CLIENT_CERTIFICATE_FILE names ${file}, which cannot be read.`)
    return ''
  }
}

function findCertificateProblem(pem: string): string | undefined {
  for (const part of ['PRIVATE KEY', 'CERTIFICATE']) {
    if (!pem.includes(`${part}-----`)) return `which holds no ${part} block`
  }
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType !== 'rsa') return 'whose key is not RSA, the only kind Entra takes'
    const isPair = new X509Certificate(pem).checkPrivateKey(key)
    return isPair ? undefined : 'whose key and certificate do not belong together'
  } catch {
    return 'whose key or certificate cannot be read; a key must not be encrypted'
  }
}

function ensureDevelopmentSecrets(dataDir: string): { sessionSecret: string; tokenKey: string } {
  const file = join(dataDir, 'secrets.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  const made = {
    sessionSecret: randomBytes(32).toString('base64url'),
    tokenKey: randomBytes(32).toString('base64url'),
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  return made
}
