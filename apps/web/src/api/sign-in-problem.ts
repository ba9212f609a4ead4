import { ApiProblem, type Problem } from '@vestibule/client'

export type SignInProblem = Problem & { signInUrl: string }

/** What was thrown, where another sign-in is the way on. */
export function readSignInProblem(error: unknown): SignInProblem | undefined {
  if (!(error instanceof ApiProblem)) return undefined
  const { problem } = error
  return problem.signInUrl ? { ...problem, signInUrl: problem.signInUrl } : undefined
}
