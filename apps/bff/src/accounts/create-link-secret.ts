import { randomBytes } from 'node:crypto'

/** 256 bits, as they stand in a link. */
export function createLinkSecret(): string {
  return randomBytes(32).toString('base64url')
}
