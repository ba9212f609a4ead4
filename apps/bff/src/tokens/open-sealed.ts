import { UnsealError } from '@vestibule/store'
import type { TokenKeys } from '../config/token-keys.ts'

/**
 * Opens what is sealed, by keys that are read again where those we have do not fit: another process may
 * have rotated them.
 *
 * @param open asks for the keys each time it is called
 * @throws {UnsealError}
 */
export async function openSealed(keys: TokenKeys, open: () => Promise<string>): Promise<string> {
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof UnsealError) || !keys.reload()) throw error
    return open()
  }
}

/** The same where another can be fetched: undefined for what no key opens. */
export async function openOrForget(
  keys: TokenKeys,
  open: () => Promise<string>,
): Promise<string | undefined> {
  try {
    return await openSealed(keys, open)
  } catch (error) {
    if (error instanceof UnsealError) return undefined
    throw error
  }
}
