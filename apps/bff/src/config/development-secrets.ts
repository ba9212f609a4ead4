import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is made once and kept where no secrets are given. Newest first, in base64url. */
interface DevelopmentSecrets {
  sessionSecret: string
  tokenKeys: [string, ...string[]]
}

/** The secrets kept in `DATA_DIR`, made at first use. */
export function ensureDevelopmentSecrets(dataDir: string): DevelopmentSecrets {
  const file = toFile(dataDir)
  if (existsSync(file)) {
    const { sessionSecret, tokenKey, tokenKeys } = JSON.parse(readFileSync(file, 'utf8'))
    // Until keys could be rotated there was one, under this name.
    return { sessionSecret, tokenKeys: tokenKeys ?? [tokenKey] }
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  return write(dataDir, { sessionSecret: createKey(), tokenKeys: [createKey()] })
}

/**
 * Puts a new token key before the newest. That one stays until the next time: a server that runs may
 * still seal with it. Older ones go.
 */
export function addDevelopmentTokenKey(dataDir: string): void {
  const { sessionSecret, tokenKeys } = ensureDevelopmentSecrets(dataDir)
  write(dataDir, { sessionSecret, tokenKeys: [createKey(), tokenKeys[0]] })
}

/** Whoever reads meanwhile sees the old file or the new one, never half of it. */
function write(dataDir: string, secrets: DevelopmentSecrets): DevelopmentSecrets {
  const file = toFile(dataDir)
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return secrets
}

function toFile(dataDir: string): string {
  return join(dataDir, 'secrets.json')
}

function createKey(): string {
  return randomBytes(32).toString('base64url')
}
