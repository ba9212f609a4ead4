import type { FastifyInstance, InjectOptions } from 'fastify'
import type { World } from '../../world/world.ts'
import { getCaller } from '../caller.ts'
import { type BatchItem, parseBatch } from './parse-batch.ts'
import { type ItemAnswer, runBatch } from './run-batch.ts'

type Payload = NonNullable<InjectOptions['payload']>

/** A JSON body as JSON, any other as the bytes its base64 text stands for. */
function toPayload({ headers, body }: BatchItem): Payload | undefined {
  if (body === undefined || body === null) return undefined
  const isJson = /^application\/json/i.test(headers['content-type'] ?? 'application/json')
  if (typeof body === 'string' && !isJson) return Buffer.from(body, 'base64')
  return JSON.stringify(body)
}

/** Below `/v1.0` whatever dots and slashes the item brings: a batch must not reach the control endpoints. */
function toPath(url: string): string {
  const { pathname, search } = new URL(`http://localhost/v1.0/${url.replace(/^\//, '')}`)
  return pathname.startsWith('/v1.0/') ? pathname + search : '/v1.0/-'
}

function toTexts(headers: Record<string, unknown>): ItemAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value === undefined ? undefined : String(value),
    ]),
  )
}

/**
 * Up to 20 requests in one. Each runs through the same handlers as if it had come by itself, with the caller's
 * token, and faults hit it by its own path. https://learn.microsoft.com/graph/json-batching
 */
export function registerBatch(app: FastifyInstance, world: World): void {
  app.post('/$batch', async (request) => {
    await getCaller(world, request)
    const { authorization } = request.headers
    const send = async (item: BatchItem): Promise<ItemAnswer> => {
      const payload = toPayload(item)
      const answer = await app.inject({
        method: item.method as 'GET',
        url: toPath(item.url),
        // The batch's own token counts, whatever the item says.
        headers: { ...item.headers, ...(authorization !== undefined && { authorization }) },
        ...(payload !== undefined && { payload }),
      })
      return {
        status: answer.statusCode,
        headers: toTexts(answer.headers),
        content: answer.rawPayload,
      }
    }
    return { responses: await runBatch(parseBatch(request.body), send) }
  })
}
