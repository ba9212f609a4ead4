import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { ApiProblem } from '@vestibule/client'

/** What forms about local accounts ask for. `password` is the one that there is, `newPassword` the one to come. */
export type AccountField = 'displayName' | 'email' | 'password' | 'newPassword'
export type AccountValues = Partial<Record<AccountField, string>>
export type FieldErrors = Partial<Record<AccountField, MessageDescriptor>>

/** As the server counts them, so that nobody is sent there in vain. */
const SHORTEST_PASSWORD = 15
const LONGEST_PASSWORD = 1_000

const MISSING: Record<AccountField, MessageDescriptor> = {
  displayName: msg`Enter the name that others see.`,
  email: msg`Enter your e-mail address.`,
  password: msg`Enter your password.`,
  newPassword: msg`Choose a password.`,
}
const NO_ADDRESS = msg`This is not an e-mail address.`
const TAKEN = msg`There is an account with this address already. Sign in with it, or use another address.`
const TOO_SHORT = msg`Use 15 characters or more.`
const TOO_LONG = msg`Use 1,000 characters or fewer.`
const SAME_AS_ADDRESS = msg`Use something else than your address.`
const LISTED = msg`This password is on lists that attackers try first. Choose another one.`
const WRONG_PASSWORD = msg`The password is not right, or it was tried too often.`

/** What can be said of the fields before anything is sent. */
export function checkFields(values: AccountValues): FieldErrors {
  const errors: FieldErrors = {}
  for (const name of Object.keys(MISSING) as AccountField[]) {
    // Nobody is called by spaces alone; a password may well be made of them.
    const value = /password$/i.test(name) ? values[name] : values[name]?.trim()
    if (value === '') errors[name] = MISSING[name]
  }
  const { email, newPassword } = values
  if (email && !/^\s*\S+@\S+\s*$/.test(email)) errors.email ??= NO_ADDRESS
  if (newPassword) {
    const error = checkNewPassword(newPassword, email)
    if (error) errors.newPassword ??= error
  }
  return errors
}

/** What the server said of the fields; nothing when it is about something else. */
export function toFieldErrors(error: unknown, values: AccountValues): FieldErrors {
  if (!(error instanceof ApiProblem)) return {}
  const { code, errors = [] } = error.problem
  if (code === 'forbidden' && 'password' in values) return { password: WRONG_PASSWORD }
  const newPassword = 'newPassword' in values
  const found: FieldErrors = {}
  for (const { path } of errors) {
    const name = path.replace(/^\W/, '')
    if (name === 'email') found.email = code === 'conflict' ? TAKEN : NO_ADDRESS
    // All else that can be wrong with it has been looked at before.
    else if (/password$/i.test(name) && newPassword) found.newPassword = LISTED
    else if (name === 'displayName') found.displayName = MISSING.displayName
  }
  return found
}

function checkNewPassword(password: string, email = ''): MessageDescriptor | undefined {
  // Characters as a person counts them, not UTF-16 units.
  if ([...password.normalize('NFKC')].length < SHORTEST_PASSWORD) return TOO_SHORT
  if (password.length > LONGEST_PASSWORD) return TOO_LONG
  return toPlain(password) === toPlain(email) ? SAME_AS_ADDRESS : undefined
}

function toPlain(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase()
}
