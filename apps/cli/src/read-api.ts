import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { ConfigError } from '@vestibule/bff'

/** The API, as far as a client of it needs to know it. */
export interface Api {
  /** The tenant's address, such as `https://login.microsoftonline.com/<tenant>`. */
  authority: string
  /** What scopes begin with. */
  audience: string
  /** Whether it is the one of the demo tenant, which has clients to try it with. */
  isDemo: boolean
  /** Where all this comes from, as a sentence. */
  source: string
}

type Source = Record<string, string | undefined>

const DEMO_TENANT = 'c0a70500-7e57-4000-8000-00000000c0de'
const DEMO_CLIENT_ID = 'a0000000-7e57-4000-8000-000000000001'

/**
 * Reads from the server's own configuration where the API is. No more of it is asked for: whoever tries
 * the API holds none of the server's secrets. With nothing configured it is the demo tenant's, as with
 * `pnpm start`.
 *
 * @throws {ConfigError} a variable is missing or wrong.
 */
export function readApi(env: Source): Api {
  const read = (name: string) => env[name]?.trim() || undefined
  const [address, clientId] = [read('ENTRA_AUTHORITY'), read('ENTRA_CLIENT_ID')]
  if (!address && !clientId) return readDemo(read)
  if (!address || !clientId) {
    const missing = address ? 'ENTRA_CLIENT_ID' : 'ENTRA_AUTHORITY'
    throw new ConfigError([`${missing} is missing: set both, or neither for the demo tenant.`])
  }
  return {
    authority: toAuthority(address),
    audience: toAudience(read('API_AUDIENCE'), clientId),
    isDemo: clientId === DEMO_CLIENT_ID,
    source: 'ENTRA_AUTHORITY names it.',
  }
}

/** Where `pnpm emulator` has written that the tenant is, or else where `pnpm start` has it. */
function readDemo(read: (name: string) => string | undefined): Api {
  const file = join(read('DATA_DIR') ?? '.data', 'demo.env')
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : undefined
  const { source, ...api } = readApi({
    ENTRA_AUTHORITY: `http://127.0.0.1:${read('EMULATOR_PORT') ?? 3001}/${DEMO_TENANT}`,
    ENTRA_CLIENT_ID: DEMO_CLIENT_ID,
    API_AUDIENCE: read('API_AUDIENCE'),
    ...written,
  })
  const wanted = written
    ? `${file} names it: is \`pnpm emulator\` running?`
    : 'Is the demo tenant running, with `pnpm start`?'
  return { ...api, source: wanted }
}

/** With or without `/v2.0`; over the network by https alone, since a secret may be sent there. */
function toAuthority(address: string): string {
  const url = URL.parse(address)
  const isSafe =
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && /^(?:localhost|\[::1\]|127(?:\.\d+){3})$/.test(url.hostname))
  const [tenant, version = 'v2.0', ...rest] = url?.pathname.split('/').filter(Boolean) ?? []
  if (!url || !isSafe || !tenant || version !== 'v2.0' || rest.length > 0) {
    throw new ConfigError([
      'ENTRA_AUTHORITY must be https://login.microsoftonline.com/ and your tenant id.',
    ])
  }
  return `${url.origin}/${tenant}`
}

/** A scope begins with the address of its API, or its client id where it has no address. */
function toAudience(list: string | undefined, clientId: string): string {
  const audiences = list?.split(/[\s,]+/) ?? []
  return audiences.find((one) => one.includes('://')) ?? audiences[0] ?? `api://${clientId}`
}
