import { existsSync } from 'node:fs'
import { ConfigError } from '@vestibule/bff/config'
import { DEMO_CLIENT_ID, toDemoFile, withDemo } from './with-demo.ts'

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
  if (!address && !clientId) return readDemo(env)
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

function readDemo(env: Source): Api {
  const { source, ...api } = readApi(withDemo(env))
  const file = toDemoFile(env)
  const wanted = existsSync(file)
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
