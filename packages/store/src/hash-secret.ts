import { hash } from 'node:crypto'

/**
 * What is stored in place of a secret that a browser holds. The secrets are 128 random bits or
 * more, so a plain SHA-256 cannot be searched; a slow hash would only slow every request.
 */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'base64url')
}
