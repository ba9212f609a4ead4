import { readFileSync } from 'node:fs'

/** Every variable Vestibule reads, named once. `.env.example` is kept equal to it by a test. */
export const ENVIRONMENT_VARIABLES = [
  { name: 'APP_ORIGIN' },
  { name: 'WEB_ORIGIN' },
  { name: 'CORS_ORIGINS' },
  { name: 'HOST' },
  { name: 'PORT' },
  { name: 'METRICS_PORT' },
  { name: 'DATA_DIR' },
  { name: 'DATABASE_URL', secret: true },
  { name: 'ENTRA_AUTHORITY' },
  { name: 'ENTRA_CLIENT_ID' },
  { name: 'ENTRA_CLIENT_SECRET', secret: true },
  { name: 'ENTRA_CLIENT_CERTIFICATE_FILE' },
  { name: 'ENTRA_ALLOWED_TENANTS' },
  { name: 'ENTRA_SCOPES' },
  { name: 'ENTRA_RESPONSE_MODE' },
  { name: 'API_AUDIENCE' },
  { name: 'API_ALLOWED_CLIENTS' },
  { name: 'GRAPH_BASE_URL' },
  { name: 'SESSION_SECRETS', secret: true },
  { name: 'TOKEN_KEYS', secret: true },
  { name: 'SESSION_IDLE_MINUTES' },
  { name: 'SESSION_MAX_HOURS' },
  { name: 'SESSION_REMEMBER_DAYS' },
  { name: 'STEP_UP_MINUTES' },
  { name: 'REGISTRATION' },
  { name: 'SMTP_URL', secret: true },
  { name: 'BATCH_MAX_ITEMS' },
  { name: 'PROTECTED_ACCOUNTS' },
  { name: 'MAILBOX_ALLOW_LIST' },
  { name: 'MIRROR_REFRESH_SECONDS' },
  { name: 'FEATURES' },
  { name: 'RATE_LIMIT_PER_MINUTE' },
  { name: 'TRUST_PROXY' },
  { name: 'TLS' },
  { name: 'TLS_CERT_FILE' },
  { name: 'TLS_KEY_FILE' },
  { name: 'HTTPS_PROXY', secret: true, also: 'https_proxy' },
  { name: 'HTTP_PROXY', secret: true, also: 'http_proxy' },
  { name: 'NO_PROXY', also: 'no_proxy' },
  { name: 'LOG_LEVEL' },
  { name: 'NODE_ENV' },
  { name: 'NODE_TLS_REJECT_UNAUTHORIZED' },
] as const satisfies { name: string; secret?: true; also?: string }[]

type Variable = (typeof ENVIRONMENT_VARIABLES)[number]['name']

/** What stands in the environment: trimmed, an empty value counting as none. */
export type Env = Partial<Record<Variable, string>>

/**
 * Reads the variables, and for a secret `NAME_FILE` where `NAME` itself is not set.
 * A file that cannot be read is told as a sentence in `problems`.
 */
export function readEnv(source: Record<string, string | undefined>): {
  env: Env
  problems: string[]
} {
  const env: Env = {}
  const problems: string[] = []
  for (const variable of ENVIRONMENT_VARIABLES) {
    // The proxies have been spelled small since there are any.
    const other = 'also' in variable ? source[variable.also] : undefined
    const value = source[variable.name]?.trim() || other?.trim()
    const file = 'secret' in variable ? source[`${variable.name}_FILE`]?.trim() : undefined
    if (value && file) {
      problems.push(`${variable.name} and ${variable.name}_FILE are both set; keep one.`)
    }
    if (value) env[variable.name] = value
    else if (file) readInto(env, variable.name, file, problems)
  }
  return { env, problems }
}

function readInto(env: Env, name: Variable, file: string, problems: string[]) {
  try {
    env[name] = readFileSync(file, 'utf8').trim()
  } catch {
    problems.push(`${name}_FILE names ${file}, which cannot be read.`)
  }
}
