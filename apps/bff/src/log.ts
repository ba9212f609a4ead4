import type { FastifyBaseLogger, FastifyRequest, FastifyServerOptions } from 'fastify'
import type { AppConfig } from './config/config.ts'

/** Field names that carry a secret, wherever in a log line they stand. */
const SECRET_FIELDS = [
  'access_token',
  'authorization',
  'client_assertion',
  'client_secret',
  'code_verifier',
  'cookie',
  'id_token',
  'refresh_token',
  'set-cookie',
]

/** JSON lines on stdout. No line carries a query, a header or a body. */
export function toLoggerOptions(
  level: AppConfig['logLevel'],
): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    redact: SECRET_FIELDS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
    serializers: {
      // A query may hold an authorization code, a state or somebody's name.
      req: (request: FastifyRequest) => ({
        method: request.method,
        path: request.url.split('?', 1)[0],
      }),
      err: toLoggedError as (error: unknown) => never,
    },
  }
}

/**
 * A request's own logger, made when the first line is written: redaction makes it dear, and most
 * requests write nothing.
 */
export function createRequestLogger(
  logger: FastifyBaseLogger,
  bindings: object,
): FastifyBaseLogger {
  let own: FastifyBaseLogger | undefined
  const open = () => {
    own ??= logger.child({ ...bindings })
    return own
  }
  const line = (level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent') =>
    ((...args: [object, string?]) => open()[level](...args)) as FastifyBaseLogger['info']
  return {
    level: logger.level,
    fatal: line('fatal'),
    error: line('error'),
    warn: line('warn'),
    info: line('info'),
    debug: line('debug'),
    trace: line('trace'),
    silent: line('silent'),
    child: (more, options) => open().child(more, options),
  }
}

interface LoggedError {
  type: string
  message: string
  code?: string
  stack: string | undefined
  cause: LoggedError | undefined
}

/** The class, message and origin of an error and of what caused it; no other member of it. */
function toLoggedError(error: unknown): LoggedError | undefined {
  if (!(error instanceof Error)) return undefined
  const code = (error as { code?: unknown }).code
  // JSON.parse quotes the text around the place where it fails, and that may be of a token.
  const message = error instanceof SyntaxError ? 'Unreadable JSON.' : error.message
  return {
    type: error.name,
    message,
    ...(typeof code === 'string' && { code }),
    stack: error.stack?.replace(error.message, message),
    cause: error.cause === undefined ? undefined : toLoggedError(error.cause),
  }
}
