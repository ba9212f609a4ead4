/** An address that a link may lead to; null for anything that is none, such as script. */
export function toWebUrl(address: string | null | undefined): string | null {
  if (!address || !URL.canParse(address)) return null
  return new URL(address).protocol === 'https:' ? address : null
}
