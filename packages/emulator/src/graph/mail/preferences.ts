import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BodyType } from '../../world/message.ts'

/**
 * Reads `Prefer: outlook.body-content-type` and says what was applied; HTML when nothing was asked for. Ids are
 * immutable here anyhow. https://learn.microsoft.com/graph/api/message-get#request-headers
 */
export function readBodyPreference(request: FastifyRequest, reply: FastifyReply): BodyType {
  const wanted = [request.headers.prefer ?? []].flat().join(',')
  const body = /outlook\.body-content-type="?(text|html)"?/i.exec(wanted)?.[1]?.toLowerCase()
  const applied = [
    ...(body === undefined ? [] : [`outlook.body-content-type="${body}"`]),
    ...(/IdType="?ImmutableId"?/i.test(wanted) ? ['IdType="ImmutableId"'] : []),
  ]
  if (applied.length > 0) reply.header('preference-applied', applied.join(', '))
  return body === 'text' ? 'text' : 'html'
}
