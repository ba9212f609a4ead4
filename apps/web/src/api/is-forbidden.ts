import { isProblem } from '@vestibule/client'

/** True when the signed-in person has not the role for what was asked for. */
export function isForbidden(error: unknown): boolean {
  return isProblem(error, 'forbidden')
}
