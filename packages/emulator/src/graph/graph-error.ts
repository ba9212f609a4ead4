export interface GraphErrorBody {
  error: {
    code: string
    message: string
    innerError: { date: string; 'request-id': string; 'client-request-id': string }
  }
}

/** A refusal of Graph. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** Graph's error body. The date carries no zone, as on the cloud. */
export function toGraphErrorBody(
  problem: Pick<GraphError, 'code' | 'message'>,
  ids: { requestId: string; clientRequestId: string },
): GraphErrorBody {
  return {
    error: {
      code: problem.code,
      message: problem.message,
      innerError: {
        date: new Date().toISOString().slice(0, 19),
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId,
      },
    },
  }
}

export function createNotFound(id: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )
}

export function createRequestDenied(): GraphError {
  return new GraphError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  )
}

/** What the sign-in reports say where the directory says `Authorization_RequestDenied`. */
export function createPermissionMissing(permission: string): GraphError {
  return new GraphError(
    403,
    'Authentication_MSGraphPermissionMissing',
    `Calling principal does not have required MSGraph permissions ${permission}`,
  )
}

/** What Exchange says where the directory says `Authorization_RequestDenied`. */
export function createAccessDenied(): GraphError {
  return new GraphError(
    403,
    'ErrorAccessDenied',
    'Access is denied. Check credentials and try again.',
  )
}

export function createNotImplemented(what: string): GraphError {
  return new GraphError(501, 'NotImplemented', `The demo tenant does not implement ${what}.`)
}
