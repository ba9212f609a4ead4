/** A user principal name, a mail address or an object id. */
export interface Account {
  value: string
}

export interface NoAccount {
  reason: 'not_understood' | 'two_at_signs' | 'too_long'
}

/** RFC 5321, 4.5.3.1.3. A user principal name has at most 113. */
const LONGEST_VALUE = 254
/** With what may stand around it, a `mailto:` link with a subject for example. */
const LONGEST_INPUT = 1024

const OBJECT_ID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
/** RFC 5322, 3.2.3 (atext and dots) with the letters of RFC 6531. `#EXT#` of a guest is among it. */
const LOCAL_PART = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~.-]+$/u
/** RFC 5890; `_` is in none, and a name without a dot is one in a test network. */
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u

const WRAPPERS = '<>()[]{}"\'`‘’‚“”„«»‹›'
const LEADING = new Set(WRAPPERS)
const TRAILING = new Set(`${WRAPPERS}.,:;!?…。`)

/**
 * Reads one account of what may have quotes, brackets, punctuation or `mailto:` around it. It takes
 * time in proportion to the text at most.
 */
export function readAccount(text: string): Account | NoAccount {
  if (text.length > LONGEST_INPUT) return { reason: 'too_long' }
  const value = strip(unlink(strip(text)))
  if (OBJECT_ID.test(value)) return { value: value.toLowerCase() }
  const [local, domain, ...more] = value.split('@')
  if (!local || !domain) return { reason: more.length > 0 ? 'two_at_signs' : 'not_understood' }
  if (more.length > 0) return { reason: 'two_at_signs' }
  if (value.length > LONGEST_VALUE) return { reason: 'too_long' }
  const isAddress =
    LOCAL_PART.test(local) && domain.split('.').every((label) => DOMAIN_LABEL.test(label))
  return isAddress ? { value } : { reason: 'not_understood' }
}

export function isAccount(reading: Account | NoAccount): reading is Account {
  return 'value' in reading
}

/**
 * Without what cannot be seen: the byte order mark, zero-width characters, soft hyphens, directions
 * of writing. They come along with what is copied and are in no account.
 */
export function dropInvisible(text: string): string {
  return text.replace(/\p{Default_Ignorable_Code_Point}/gu, '')
}

/** The address of a link (RFC 6068), or of an entry of `proxyAddresses`. */
function unlink(text: string): string {
  const [prefix] = /^(?:mailto|smtp):/i.exec(text) ?? []
  if (!prefix) return text
  const [address = ''] = text.slice(prefix.length).split('?')
  try {
    return dropInvisible(decodeURIComponent(address))
  } catch {
    return text
  }
}

// By hand: /[…]+$/ tries at every character, which a long row of dots makes quadratic.
function strip(text: string): string {
  const composed = text.normalize('NFC')
  let start = 0
  let end = composed.length
  while (start < end && LEADING.has(composed.charAt(start))) start++
  while (end > start && TRAILING.has(composed.charAt(end - 1))) end--
  return composed.slice(start, end)
}
