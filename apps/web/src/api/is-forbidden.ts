import { ApiProblem } from '@vestibule/client'

/** True when the signed-in person has not the role for what was asked for. */
export function isForbidden(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.code === 'forbidden'
}
