import { dictionary } from '@zxcvbn-ts/language-common'
import { AccountError } from './account-error.ts'
import { toEmailKey } from './to-email-key.ts'

/** NIST SP 800-63B-4, 3.1.1.2: fifteen characters where a password is the only factor. */
const SHORTEST_PASSWORD = 15

const breached = new Set(dictionary['passwords-common'].map(String))

/**
 * Length, and whether it is among those that attackers try first. Nothing is asked of its composition.
 *
 * @throws {AccountError} `password_too_short`, `password_breached` or `password_is_email`.
 */
export function checkNewPassword(
  password: string,
  emailKey: string,
  field: AccountError['field'] = 'password',
): void {
  // Characters as a person counts them, not UTF-16 units.
  if ([...password.normalize('NFKC')].length < SHORTEST_PASSWORD) {
    throw new AccountError('password_too_short', { field })
  }
  if (breached.has(password.normalize('NFKC').toLowerCase())) {
    throw new AccountError('password_breached', { field })
  }
  if (toEmailKey(password) === emailKey) throw new AccountError('password_is_email', { field })
}
