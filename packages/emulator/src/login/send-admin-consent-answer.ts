import type { FastifyReply } from 'fastify'
import { graphId } from '../seed/ids.ts'
import type { AdminConsentPurpose, AdminConsentRequest } from './admin-consent-request.ts'
import type { AnswerTarget } from './authorization-request.ts'
import { type EntraError, type ErrorContext, toErrorBody } from './entra-error.ts'
import { sendAnswer } from './send-answer.ts'

/** `True` in the letters of the cloud, which writes a .NET boolean. */
const adminConsent = { admin_consent: 'True' }

function listGrantedScopes({ scopes, roles }: AdminConsentRequest): string {
  const names = [...scopes, ...roles].map(({ resourceId, name }) =>
    resourceId === graphId ? `https://graph.microsoft.com/${name}` : `api://${resourceId}/${name}`,
  )
  return [...new Set(names)].join(' ')
}

/**
 * Tells the application that the tenant has consented. `tenant` is no proof of anything: anybody can write it into
 * an address. https://learn.microsoft.com/entra/identity-platform/v2-admin-consent#successful-response
 */
export function sendAdminConsent(
  reply: FastifyReply,
  request: AdminConsentRequest,
  tenantId: string,
): FastifyReply {
  const answer = { ...adminConsent, tenant: tenantId }
  const isOlder = request.purpose === 'olderAdminConsent'
  return sendAnswer(
    reply,
    request,
    isOlder ? answer : { ...answer, scope: listGrantedScopes(request) },
  )
}

export interface AdminConsentRefusal {
  purpose: AdminConsentPurpose
  problem: EntraError
  /** Known once somebody has signed in. */
  tenantId?: string
}

/** The newer form says `admin_consent=True` in a refusal as well: only `error` tells that it is one. */
export function sendAdminConsentRefusal(
  reply: FastifyReply,
  target: AnswerTarget,
  { context, ...refusal }: AdminConsentRefusal & { context: ErrorContext },
): FastifyReply {
  const { purpose, problem, tenantId } = refusal
  const { error, error_description } = toErrorBody(problem, context)
  if (purpose === 'olderAdminConsent') {
    const isCanceled = problem.code === 65004
    return sendAnswer(reply, target, {
      error: 'permission_denied',
      error_description: isCanceled ? 'The admin canceled the request' : error_description,
    })
  }
  return sendAnswer(reply, target, {
    ...adminConsent,
    error,
    error_description,
    ...(tenantId !== undefined && { tenant: tenantId }),
  })
}
