import { randomUUID } from 'node:crypto'
import type { Db } from '../database.ts'
import { createOneTimeToken, type OneTimeToken } from '../one-time-tokens.ts'
import { END } from './add-session.ts'

/** The secret of a link to reset the password of an address, unless it is made for something else. */
export async function addLink(
  db: Db,
  emailKey: string,
  token: Partial<OneTimeToken> = {},
): Promise<string> {
  const whole = { purpose: 'reset_password', emailKey, expiresAt: END, ...token } as const
  const secret = randomUUID()
  await createOneTimeToken(db, { ...whole, secret })
  return secret
}

/** The secret of a link that makes the account of Nora. */
export function addRegistrationLink(
  db: Db,
  emailKey: string,
  token: Partial<OneTimeToken> = {},
): Promise<string> {
  const registration = toRegistration(emailKey)
  return addLink(db, emailKey, { purpose: 'register', registration, ...token })
}

export function toRegistration(email: string) {
  const passwordHash = 'hash of Nora'
  return { email, displayName: 'Nora New', accentColor: 'grey', passwordHash } as const
}
