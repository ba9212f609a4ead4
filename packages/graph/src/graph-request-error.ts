/** Why a call to Graph failed, in the few kinds that callers treat differently. */
export type GraphFailure =
  /** 401: the token is not (or no longer) good enough; `claims` when Graph asks for more. */
  | 'unauthorized'
  /** 403: a permission or a role is missing. */
  | 'forbidden'
  | 'not_found'
  /** 410: it has forgotten what it was to go on from. */
  | 'gone'
  /** 400: a question Graph does not take. */
  | 'bad_request'
  | 'throttled'
  /** No answer within the time given. */
  | 'timeout'
  /** 5xx, a connection that broke, or an answer that is not Graph's. */
  | 'unavailable'

/** A call to Graph failed. */
export class GraphRequestError extends Error {
  override readonly name = 'GraphRequestError'
  readonly failure: GraphFailure
  /** What Graph answered with; undefined where there was no answer, or none of Graph's. */
  readonly status: number | undefined
  /** Graph's own error code, such as `Authorization_RequestDenied`. */
  readonly code: string | undefined
  /** Graph's `request-id`, to be quoted to Microsoft. */
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined
  /** JSON for the `claims` parameter, where Graph asks for more than the token says. */
  readonly claims: string | undefined

  constructor(
    failure: GraphFailure,
    message: string,
    details: {
      status?: number | undefined
      code?: string | undefined
      requestId?: string | undefined
      retryAfterSeconds?: number | undefined
      claims?: string | undefined
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: details.cause })
    this.failure = failure
    this.status = details.status
    this.code = details.code
    this.requestId = details.requestId
    this.retryAfterSeconds = details.retryAfterSeconds
    this.claims = details.claims
  }
}
