/** The tenant an issuer is of: `https://login.microsoftonline.com/{tenant id}/v2.0`. */
export function toTenantId(issuer: string): string {
  return new URL(issuer).pathname.split('/')[1] ?? ''
}
