/** What may hold a token, by a name that says where it is. */
export type Places = Record<string, string>

/** Any JWT, and any JWE, whoever issued it: both begin with a header in JSON, `{"` in base64url. */
const TOKEN = /eyJ[\w-]{10,}\./

/** The names of the places that hold a token: one of `known`, whole or a part of it, or any at all. */
export function findTokens(places: Places, known: readonly string[]): string[] {
  const parts = known.flatMap((token) => [token, ...token.split('.')]).filter(isTelling)
  return Object.entries(places)
    .filter(([, text]) => TOKEN.test(text) || parts.some((part) => text.includes(part)))
    .map(([name]) => name)
}

/** The first part of an opaque token may be a mere number. */
function isTelling(part: string): boolean {
  return part.length > 20
}
