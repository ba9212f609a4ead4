import type { FastifyInstance, InjectOptions } from 'fastify'
import { cutConnection } from '../../control/cut-connection.ts'
import type { Fault } from '../../control/fault.ts'
import type { World } from '../../world/world.ts'
import { getCaller } from '../caller.ts'
import { judgeItems, runWithFault } from './judge-items.ts'
import { type BatchItem, parseBatch } from './parse-batch.ts'
import { type ItemAnswer, runBatch, type SendItem } from './run-batch.ts'
import { toItemPath } from './to-item-path.ts'

type Payload = NonNullable<InjectOptions['payload']>

/** A JSON body as JSON, any other as the bytes its base64 text stands for. */
function toPayload({ headers, body }: BatchItem): Payload | undefined {
  if (body === undefined || body === null) return undefined
  const isJson = /^application\/json/i.test(headers['content-type'] ?? 'application/json')
  if (typeof body === 'string' && !isJson) return Buffer.from(body, 'base64')
  return JSON.stringify(body)
}

function toTexts(headers: Record<string, unknown>): ItemAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value === undefined ? undefined : String(value),
    ]),
  )
}

function createSend(
  app: FastifyInstance,
  authorization: string | undefined,
  faults: Map<BatchItem, Fault>,
): SendItem {
  return async (item) => {
    const payload = toPayload(item)
    const options: InjectOptions = {
      method: item.method as 'GET',
      url: toItemPath(item.url),
      // The batch's own token counts, whatever the item says.
      headers: { ...item.headers, ...(authorization !== undefined && { authorization }) },
      ...(payload !== undefined && { payload }),
    }
    // `async`, because what inject gives starts only once it is awaited, which must happen in there.
    const answer = await runWithFault(faults.get(item), async () => app.inject(options))
    return {
      status: answer.statusCode,
      headers: toTexts(answer.headers),
      content: answer.rawPayload,
    }
  }
}

/**
 * Up to 20 requests in one. Each runs through the same handlers as if it had come by itself, with the caller's
 * token, and faults hit it by its own path. One that breaks the connection breaks that of the batch, after the
 * items up to its own have run, or before any has. https://learn.microsoft.com/graph/json-batching
 */
export function registerBatch(app: FastifyInstance, world: World): void {
  app.post('/$batch', async (request, reply) => {
    await getCaller(world, request)
    const items = parseBatch(request.body)
    const { faults, cut } = judgeItems(world, items)
    const send = createSend(app, request.headers.authorization, faults)
    if (cut === undefined) return { responses: await runBatch(items, send) }
    if (!cut.fault.before) await runBatch(items.slice(0, cut.index + 1), send)
    return cutConnection(request, reply, cut.fault)
  })
}
