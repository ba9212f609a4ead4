import { ApiProblem, isProblemBody, NoAnswer } from './problem.ts'
import { Foreign } from './transport.ts'

/** What openapi-fetch makes of a reply. */
export interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** What a call answers; throws its refusal. */
export async function read<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await settle(call)
  if (data !== undefined) return data
  throw toRefusal(error, response)
}

/** The same for what may be missing (204). */
export async function readIfAny<T>(call: Promise<Answer<T>>): Promise<T | undefined> {
  const answer = await settle(call)
  return answer.response.status === 204 ? undefined : read(Promise.resolve(answer))
}

/** For what answers nothing but its status: nothing else says that it was done. */
export async function finish(call: Promise<Answer<unknown>>, done = 204): Promise<void> {
  const { error, response } = await settle(call)
  if (response.status !== done) throw toRefusal(error, response)
}

/** An answer, whatever it says. */
export function settle<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
  return call.catch((cause: unknown) => {
    if (cause instanceof Foreign) throw cause.reason
    if (cause instanceof NoAnswer) throw cause
    throw new NoAnswer('The answer cannot be read.', { cause })
  })
}

function toRefusal(error: unknown, { status }: Response): ApiProblem | NoAnswer {
  return isProblemBody(error)
    ? new ApiProblem(error)
    : new NoAnswer('The answer did not come from this API.', { status })
}
