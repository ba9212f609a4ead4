const PARAMETER = /([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi

/**
 * What Graph wants to see in a fresh token, as JSON for the `claims` parameter (continuous access
 * evaluation, https://learn.microsoft.com/entra/identity-platform/claims-challenge); undefined where
 * the header is no such challenge.
 *
 * Not every parameter comes quoted, and base64 holds `=`: parameters are looked for one by one
 * instead of splitting at commas and equals signs.
 *
 * @param header the value of `WWW-Authenticate`
 */
export function readClaimsChallenge(header: string | null | undefined): string | undefined {
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, plain] of header?.matchAll(PARAMETER) ?? []) {
    parameters.set(name.toLowerCase(), quoted ?? plain ?? '')
  }
  if (parameters.get('error') !== 'insufficient_claims') return undefined
  const text = Buffer.from(parameters.get('claims') ?? '', 'base64').toString('utf8')
  return isJsonObject(text) ? text : undefined
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
