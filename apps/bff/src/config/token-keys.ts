import type { KeyRing } from '@vestibule/store'

/** The key ring as it is now. */
export interface TokenKeys {
  current(): KeyRing
  /** Reads the keys again, and says whether they have changed. */
  reload(): boolean
}

/**
 * The keys that seal tokens. They may be rotated while we run: whoever meets a row sealed with a key
 * that is not known reads them again.
 */
export function createTokenKeys(initial: KeyRing, read: () => KeyRing): TokenKeys {
  let ring = initial
  return {
    current: () => ring,
    reload() {
      const before = ring
      ring = read()
      return !isSame(before, ring)
    },
  }
}

function isSame(one: KeyRing, other: KeyRing): boolean {
  return (
    one.length === other.length &&
    one.every((key, place) => other[place] && !Buffer.compare(key, other[place]))
  )
}
