/** Says that we understand claims challenges; Graph then may send one, and its tokens live longer. */
const CAPABILITIES = { access_token: { xms_cc: { values: ['cp1'] } } }

/**
 * The `claims` parameter of an authorization or token request (OpenID Connect Core 5.5): what we can
 * do, and what a challenge asked for, passed on as it is.
 *
 * @param challenge JSON of an object, from a claims challenge
 */
export function toClaimsParameter(challenge?: string | null): string {
  return JSON.stringify(merge(CAPABILITIES, JSON.parse(challenge ?? '{}')))
}

type Json = Record<string, unknown>

function merge(ours: Json, theirs: Json): Json {
  const merged: Json = { ...ours }
  for (const [name, value] of Object.entries(theirs)) {
    const known = Object.hasOwn(merged, name) ? merged[name] : undefined
    // Entra's members come first, but our capability stays among them.
    merged[name] = isObject(known) && isObject(value) ? merge(known, value) : (known ?? value)
  }
  return merged
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
