import { ApiProblem } from '@vestibule/client'

const FIELDS = ['displayName', 'email', 'password', 'newPassword'] as const
/** What forms about local accounts ask for. `password` is the one that there is, `newPassword` the one to come. */
export type AccountField = (typeof FIELDS)[number]
export type AccountValues = Partial<Record<AccountField, string>>
/** What can be wrong with one. */
export type FieldFault =
  | 'missing'
  | 'no-address'
  | 'taken'
  | 'too-short'
  | 'too-long'
  | 'same-as-address'
  | 'listed'
  | 'wrong'
export type FieldErrors = Partial<Record<AccountField, FieldFault>>

/** As the server counts them, so that nobody is sent there in vain. */
const SHORTEST_PASSWORD = 15
const LONGEST_PASSWORD = 1_000

/** What can be said of the fields before anything is sent. */
export function checkFields(values: AccountValues): FieldErrors {
  const errors: FieldErrors = {}
  for (const name of FIELDS) {
    // Nobody is called by spaces alone; a password may well be made of them.
    const value = /password$/i.test(name) ? values[name] : values[name]?.trim()
    if (value === '') errors[name] = 'missing'
  }
  const { email, newPassword } = values
  if (email && !/^\s*\S+@\S+\s*$/.test(email)) errors.email ??= 'no-address'
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
  if (code === 'forbidden' && 'password' in values) return { password: 'wrong' }
  const newPassword = 'newPassword' in values
  const found: FieldErrors = {}
  for (const { path } of errors) {
    const name = path.replace(/^\W/, '')
    if (name === 'email') found.email = code === 'conflict' ? 'taken' : 'no-address'
    // All else that can be wrong with it has been looked at before.
    else if (/password$/i.test(name) && newPassword) found.newPassword = 'listed'
    else if (name === 'displayName') found.displayName = 'missing'
  }
  return found
}

function checkNewPassword(password: string, email = ''): FieldFault | undefined {
  // Characters as a person counts them, not UTF-16 units.
  if ([...password.normalize('NFKC')].length < SHORTEST_PASSWORD) return 'too-short'
  if (password.length > LONGEST_PASSWORD) return 'too-long'
  return toPlain(password) === toPlain(email) ? 'same-as-address' : undefined
}

function toPlain(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase()
}
