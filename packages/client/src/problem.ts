import type { components } from './openapi.d.ts'

/** The body of a refusal (RFC 9457). */
export type Problem = components['schemas']['Problem']
/** Every code of this version of the API. A newer server may send one that is not among them. */
export type ProblemCode = Problem['code']

/**
 * The API answered with a problem. `problem` is its body, as sent; decide by `problem.code`, which is
 * stable, and show `problem.detail`.
 */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }

  /** Quote it to whoever runs the API: it is in their log. */
  get requestId(): string {
    return this.problem.requestId
  }

  /** How long the API wants to be left alone, if it said so. */
  get retryAfterSeconds(): number | undefined {
    return this.problem.retryAfterSeconds
  }
}

/** No answer, or none that is ours: no network, a proxy's page, a connection cut short. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  /** The status of an answer that was not ours. */
  readonly status: number | undefined

  constructor(message: string, { status, ...options }: ErrorOptions & { status?: number } = {}) {
    super(message, options)
    this.status = status
  }
}

/** True for a refusal by the API, with one of these codes if any are given. */
export function isProblem<Code extends ProblemCode = ProblemCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is ApiProblem & { readonly problem: { code: Code } } {
  if (!(error instanceof ApiProblem)) return false
  return codes.length === 0 || codes.some((code) => code === error.problem.code)
}

/** True for a body that has the fields every problem carries. */
export function isProblemBody(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'requestId' in body
}
