import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Fault } from './fault.ts'

const isBatch = ({ url }: FastifyRequest): boolean => /^\/v1\.0\/\$batch/i.test(url)

/** Half of a body and then a closed connection. */
function truncate(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  const half = isBatch(request)
    ? '{"responses":[{"id":"'
    : '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users","value":[{"id":"'
  reply.raw.writeHead(200, {
    'content-type': 'application/json',
    'content-length': String(half.length * 2),
  })
  reply.raw.write(half, () => reply.raw.destroy())
  return reply
}

function resetConnection(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  request.raw.socket.resetAndDestroy()
  return reply
}

export const proxyPage = '<!doctype html><title>502 Bad Gateway</title><h1>Bad gateway</h1>'

/** Ends a request without the answer it would have had: by a reset, half a body, or the page of a proxy. */
export function cutConnection(
  request: FastifyRequest,
  reply: FastifyReply,
  fault: Fault,
): FastifyReply {
  if (fault.kind === 'reset') return resetConnection(request, reply)
  if (fault.kind === 'truncate') return truncate(request, reply)
  return reply
    .code(fault.status ?? 502)
    .type('text/html; charset=utf-8')
    .send(proxyPage)
}
