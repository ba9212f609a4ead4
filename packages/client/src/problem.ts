import type { components } from './openapi.d.ts'

export type Problem = components['schemas']['Problem']
export type ProblemCode = Problem['code']

/** The API answered with a problem (RFC 9457). `problem` is its body, as sent. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** No answer, or none that is ours: no network, a proxy's page, a connection cut short. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** True for a body that has the fields every problem carries. */
export function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'requestId' in body
}
