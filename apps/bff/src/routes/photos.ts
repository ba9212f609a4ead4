import etag from '@fastify/etag'
import { PhotoQuery, UserPath } from '@vestibule/contract'
import { GraphRequestError } from '@vestibule/graph'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import { createPhotos } from '../directory/photos.ts'
import { byCaller, problemResponses } from './problem-responses.ts'

const DEFAULT_SIZE = 240
const FRESH_SECONDS = 600
const UNKNOWN = 'unknown'

const responses = {
  200: {
    description: 'The picture.',
    content: { 'image/*': { schema: Type.String({ contentEncoding: 'binary' }) } },
  },
  204: { description: 'There is none, and `optional` was set.', type: 'null' },
  304: { description: 'The one you have is still the newest.', type: 'null' },
  ...problemResponses,
}

export async function photosRoutes(app: FastifyInstance, { graph }: AppContext) {
  await app.register(etag, { algorithm: 'sha256' })
  const photos = createPhotos(graph)

  async function send(
    request: FastifyRequest<{ Querystring: PhotoQuery }>,
    reply: FastifyReply,
    id: string | undefined,
  ) {
    const { size = DEFAULT_SIZE, optional } = request.query
    // Of one person's view: a browser may keep it for them, a cache on the way may not. Whoever signs
    // in next at the same browser has another cookie, and is shown nothing of it; nor is another token.
    const freshness = {
      'cache-control': `private, max-age=${FRESH_SECONDS}`,
      vary: [reply.getHeader('vary') ?? [], 'Cookie, Authorization'].flat().join(', '),
    }
    const photo = await photos.readPhoto(request.caller, id, size).catch((error: unknown) => {
      // As a decoration it may be missing for any reason of Graph's; next time it is asked for anew.
      if (!optional || !(error instanceof GraphRequestError)) throw error
      request.log.info({ err: error }, 'a picture could not be had')
      return UNKNOWN as typeof UNKNOWN
    })
    if (photo === UNKNOWN) return reply.code(204).send()
    if (photo) {
      return reply.headers(freshness).type(photo.type).send(photo.bytes)
    }
    if (!optional) throw new AppError('not_found', { detail: 'There is no picture.' })
    return reply.code(204).headers(freshness).send()
  }

  app.get<{ Querystring: PhotoQuery }>(
    '/api/me/photo',
    {
      schema: {
        operationId: 'getMyPhoto',
        summary: 'The signed-in person’s picture',
        security: byCaller(),
        querystring: PhotoQuery,
        response: responses,
      },
    },
    (request, reply) => send(request, reply, undefined),
  )

  app.get<{ Querystring: PhotoQuery; Params: UserPath }>(
    '/api/users/:id/photo',
    {
      schema: {
        operationId: 'getUserPhoto',
        summary: 'A person’s picture',
        security: byCaller('Directory.Read'),
        params: UserPath,
        querystring: PhotoQuery,
        response: responses,
      },
    },
    (request, reply) => send(request, reply, request.params.id),
  )
}
