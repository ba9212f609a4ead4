import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createClaimsChallenge } from '../graph/challenge.ts'
import { GraphError, toGraphErrorBody } from '../graph/graph-error.ts'
import { exposedHeaders } from '../graph/register-graph-space.ts'
import { EntraError, toErrorBody } from '../login/entra-error.ts'
import { getCorrelationId } from '../login/parameters.ts'
import { contosoId, webClientId } from '../seed/ids.ts'
import type { World } from '../world/world.ts'
import { cutConnection } from './cut-connection.ts'
import type { Fault } from './fault.ts'
import { loseAnswerLater } from './lose-answer.ts'

const graphCodes: Record<number, string> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
  409: 'Conflict',
  410: 'syncStateNotFound',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
}

/** Only these carry a number by default: a fault without `code` looks transient. */
const transientCode = 90033

export interface FaultTarget {
  world: World
  request: FastifyRequest
  reply: FastifyReply
  fault: Fault
}

/** What the refusals of a client assertion tell besides. */
function certificateValues(): Record<string, string> {
  const now = Date.now()
  return {
    fact: 'The certificate with identifier used to sign the client assertion is not registered on application.',
    reason: 'The key was not found.',
    thumbprint: '0123456789ABCDEF0123456789ABCDEF01234567',
    now: new Date(now).toISOString(),
    from: new Date(now - 1_200_000).toISOString(),
    to: new Date(now - 600_000).toISOString(),
  }
}

function isGraph(request: FastifyRequest): boolean {
  return /^\/(v1\.0|oidc)\//i.test(request.url)
}

function sendGraphError(reply: FastifyReply, problem: GraphError): FastifyReply {
  const requestId = crypto.randomUUID()
  return reply
    .code(problem.status)
    .headers({ ...problem.headers, 'request-id': requestId, 'client-request-id': requestId })
    .send(toGraphErrorBody(problem, { requestId, clientRequestId: requestId }))
}

function sendStatus({ world, request, reply, fault }: FaultTarget): FastifyReply {
  const status = fault.status ?? 503
  if (fault.retryAfterSeconds !== undefined) {
    reply.header('retry-after', String(fault.retryAfterSeconds))
  }
  if (isGraph(request)) {
    const code = String(fault.code ?? graphCodes[status] ?? 'UnknownError')
    return sendGraphError(reply, new GraphError(status, code, 'A fault set in the demo tenant.'))
  }
  const number = Number(String(fault.code ?? transientCode).replace(/^AADSTS/i, ''))
  const problem = new EntraError(Number.isInteger(number) ? number : transientCode, {
    clientId: webClientId,
    tenant: contosoId,
    application: 'Vestibule',
    name: 'someone@contoso.test',
    resource: 'https://graph.microsoft.com',
    issuedAt: new Date(Date.now() - 3_600_000).toISOString(),
    validFrom: new Date().toISOString(),
    ...certificateValues(),
  })
  // A number alone answers with the status Entra gives it.
  const body = toErrorBody(problem, {
    origin: world.authorityOrigin,
    correlationId: getCorrelationId(request),
  })
  const isOwnStatus = fault.status === undefined && fault.code !== undefined
  return reply
    .code(isOwnStatus ? problem.status : status)
    .header('cache-control', 'no-store, no-cache')
    .send(body)
}

/** Plays a fault. Returns undefined when the request goes on, as after a delay or until its answer is lost. */
export async function applyFault(target: FaultTarget): Promise<FastifyReply | undefined> {
  const { world, reply, fault } = target
  // A page must be able to read the refusal; the hooks that allow it elsewhere have not run yet.
  if (target.request.headers.origin !== undefined) {
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': exposedHeaders,
    })
  }
  switch (fault.kind) {
    case 'delay':
      await wait(fault.delayMs ?? 1000)
      return undefined
    case 'status':
      if (fault.delayMs !== undefined) await wait(fault.delayMs)
      return sendStatus(target)
    case 'reset':
    case 'truncate':
    case 'html':
      if (loseAnswerLater(target.request, fault)) return undefined
      return cutConnection(target.request, reply, fault)
    case 'cae':
      return sendGraphError(reply, createClaimsChallenge(world.authorityOrigin))
  }
}
