import { randomBytes } from 'node:crypto'
import { PROBLEMS, type Problem } from '@vestibule/contract'
import { createSignInRequest, StoreFailure } from '@vestibule/store'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { AppError, type ProblemDetails } from '../app-error.ts'
import { API_SCOPE } from '../auth/access-token-verifier.ts'
import type { AppContext } from '../context.ts'
import { toAppError } from './to-app-error.ts'

const SIGN_IN_REQUEST_LIFE_MS = 60 * 60 * 1000
/** The problems that a sign-in with more to it mends. */
const PURPOSES = ['claims_challenge', 'consent', 'step_up'] as const

/** Makes every failure an RFC 9457 problem. The only place that writes one. */
export const errorHandler = fp(
  async (app: FastifyInstance, context: AppContext) => {
    app.setErrorHandler(async (error, request, reply) => {
      const appError = toAppError(error)
      if (appError.code === 'internal') request.log.error({ err: error }, 'unexpected error')
      else if (error instanceof StoreFailure) request.log.error({ err: error }, 'no database')
      else request.log.info({ problem: appError.code, err: appError.cause }, 'request refused')
      return sendProblem(context, appError, request, reply)
    })
    app.setNotFoundHandler((request, reply) =>
      sendProblem(context, new AppError('not_found'), request, reply),
    )
  },
  { name: 'error-handler' },
)

/**
 * For an address that cannot even be decoded: Fastify runs no hook for it, so the strict headers are
 * set here.
 */
export function toBadAddressHandler(context: AppContext) {
  return (error: Error, request: FastifyRequest, reply: FastifyReply) => {
    reply.headers({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'x-request-id': request.id,
    })
    const detail = 'The address cannot be read.'
    const problem = new AppError('invalid_request', { cause: error, detail })
    return sendProblem(context, problem, request, reply)
  }
}

async function sendProblem(
  context: AppContext,
  error: AppError,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { status, title } = PROBLEMS[error.code]
  const { detail = title, claims, bearerError, ...details } = error.details
  const isBearer = request.bearerToken !== undefined
  // A client with a token has a sign-in of its own to mend it.
  const signInUrl = isBearer ? undefined : await toSignInUrl(context, error, request)
  if (status === 401 || bearerError) {
    reply.header('www-authenticate', toBearerChallenge({ detail, claims, bearerError }, isBearer))
  }
  const problem: Problem = {
    type: `${context.config.appOrigin}/docs/problems/${error.code}`,
    title,
    status,
    detail,
    code: error.code,
    requestId: request.id,
    ...details,
    ...(signInUrl && { signInUrl }),
    ...(isBearer && claims && { claims }),
  }
  if (details.retryAfterSeconds !== undefined)
    reply.header('retry-after', details.retryAfterSeconds)
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}

type BearerFacts = {
  [Name in 'detail' | 'claims' | 'bearerError']: ProblemDetails[Name] | undefined
}

/**
 * RFC 6750, 3. A claims challenge is passed on as Microsoft's own APIs write it:
 * https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
function toBearerChallenge(
  { detail, claims, bearerError }: BearerFacts,
  isBearer: boolean,
): string {
  if (!isBearer) return 'Bearer'
  const members = claims
    ? { error: 'insufficient_claims', claims: Buffer.from(claims).toString('base64') }
    : {
        error: bearerError ?? 'invalid_token',
        error_description: detail,
        ...(bearerError === 'insufficient_scope' && { scope: API_SCOPE }),
      }
  const words = Object.entries(members).map(
    // No quote and nothing beyond ASCII may stand in a quoted string.
    ([name, value]) => `${name}="${value?.replace(/[^\x20-\x7e]|["\\]/g, "'")}"`,
  )
  return `Bearer ${words.join(', ')}`
}

/** Where the browser goes to mend it. What that sign-in asks for stays here, under an opaque id. */
async function toSignInUrl(
  { store, now }: AppContext,
  { code, details }: AppError,
  request: FastifyRequest,
): Promise<string | undefined> {
  // Undefined where the request failed before the session was read.
  const current = request.session?.current
  if (code === 'step_up_required' && current?.door === 'local') return '/sign-in?view=again'
  // Whose account is linked already only has to come in by the other door.
  if (code === 'entra_account_required' && current?.entra) return '/auth/login'
  const purpose = PURPOSES.find((one) => code === one || code === `${one}_required`)
  if (purpose) {
    const id = randomBytes(16).toString('base64url')
    const { scopes = [], claims = null } = details
    const expiresAt = new Date(now().getTime() + SIGN_IN_REQUEST_LIFE_MS).toISOString()
    await createSignInRequest(store.db, { id, purpose, scopes, claims, expiresAt })
    return `/auth/login?for=${id}`
  }
  return PROBLEMS[code].status === 401 ? '/auth/login' : undefined
}
