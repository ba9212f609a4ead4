import { isProblem } from '@vestibule/client'

/** True when a session that came in by the password was refused what only Microsoft's tokens open. */
export function isEntraRequired(error: unknown): boolean {
  return isProblem(error, 'entra_account_required')
}
