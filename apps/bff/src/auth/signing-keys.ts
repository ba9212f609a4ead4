import type { JSONWebKeySet } from 'jose'
import { AuthorityError } from './authority-error.ts'
import { fetchWhole } from './fetch-whole.ts'
import { createLastGood } from './last-good.ts'

/** The keys an authority signs ID tokens with. */
export interface SigningKeys {
  /**
   * The keys, with the one of this id among them if the authority has it. They may be rolled at any
   * moment (https://learn.microsoft.com/entra/identity-platform/signing-key-rollover), so an unknown id
   * has them fetched again, once for each token that bears it.
   *
   * @throws {AuthorityError}
   */
  getKeys(keyId: string | undefined): Promise<JSONWebKeySet>
}

const FRESH_MS = 5 * 60 * 1000
const USABLE_MS = 24 * 60 * 60 * 1000

/** @param options.readAddress `jwks_uri` as last announced */
export function createSigningKeys(options: {
  readAddress: () => Promise<string>
  timeoutSeconds: number
  now: () => Date
  onStale: (error: unknown) => void
}): SigningKeys {
  const kept = createLastGood({
    fetch: async () => fetchKeys(await options.readAddress(), options.timeoutSeconds),
    freshMs: FRESH_MS,
    usableMs: USABLE_MS,
    now: options.now,
    onStale: options.onStale,
  })
  return {
    getKeys: (keyId) =>
      kept.get(({ keys }) => keyId === undefined || keys.some(({ kid }) => kid === keyId)),
  }
}

async function fetchKeys(address: string, timeoutSeconds: number): Promise<JSONWebKeySet> {
  const response = await fetchWhole(address, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  })
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok || !isKeySet(body)) {
    throw new AuthorityError(`${address} answered ${response.status} and no keys.`)
  }
  return body
}

/** An empty set would pass for the newest word of the authority and keep everybody out. */
function isKeySet(body: unknown): body is JSONWebKeySet {
  if (typeof body !== 'object' || body === null) return false
  const { keys } = body as Record<string, unknown>
  return Array.isArray(keys) && keys.length > 0 && keys.every((key) => key instanceof Object)
}
