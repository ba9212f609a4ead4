import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { createPhoto, type PhotoSize, photoSizes } from '../photo/create-photo.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import { GraphError } from './graph-error.ts'
import { permissionRules } from './permission.ts'
import { type PersonRequest, registerPersonRoute } from './person-route.ts'
import { toContext } from './to-user.ts'

const largest: PhotoSize = 648

/** As recorded from the service; newer answers name other codes, so a client should ask for the status alone. */
function createImageNotFound(): GraphError {
  return new GraphError(
    404,
    'ImageNotFound',
    "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.",
  )
}

/** `id` of the path, such as `48x48`. A size that does not exist has no image either. */
function getSize(id: string | undefined): PhotoSize {
  if (id === undefined) return largest
  const size = photoSizes.find((known) => id.toLowerCase() === `${known}x${known}`)
  if (size === undefined) throw createImageNotFound()
  return size
}

function toETag(user: User, size: PhotoSize): string {
  const digest = createHash('sha256').update(`${user.graph.id} ${size}`).digest('hex')
  return `"${digest.slice(0, 32).toUpperCase()}"`
}

function toMetadata(user: User, size: PhotoSize, id: string): Record<string, unknown> {
  return {
    '@odata.mediaContentType': 'image/jpeg',
    '@odata.mediaEtag': toETag(user, size),
    id,
    width: size,
    height: size,
  }
}

function isKnownTo(request: PersonRequest['request'], tag: string): boolean {
  const known = request.headers['if-none-match']?.split(',').map((entry) => entry.trim()) ?? []
  return known.some((entry) => entry === '*' || entry.replace(/^W\//, '') === tag)
}

function sendPhoto(
  { request, user }: PersonRequest,
  reply: FastifyReply,
  size: PhotoSize,
): FastifyReply {
  const tag = toETag(user, size)
  reply.headers({ etag: tag, 'cache-control': 'private' })
  if (isKnownTo(request, tag)) return reply.code(304).send()
  return reply.type('image/jpeg').send(createPhoto(user.graph.id, size))
}

/** The largest picture, or one of the sizes; bytes and metadata. https://learn.microsoft.com/graph/api/profilephoto-get */
export function registerPhoto(app: FastifyInstance, world: World): void {
  const register = (
    path: string,
    handle: (person: PersonRequest, reply: FastifyReply) => unknown,
  ) =>
    registerPersonRoute(app, world, {
      path,
      own: permissionRules.readOwnPhoto,
      others: permissionRules.readPhoto,
      handle: (person, reply) => {
        if (!person.user.hasPhoto) throw createImageNotFound()
        return handle(person, reply)
      },
    })
  const sizeOf = ({ request }: PersonRequest): PhotoSize =>
    getSize((request.params as { size?: string }).size)
  const contextOf = ({ user }: PersonRequest, set: string, isEntity: boolean): string =>
    toContext(world.origin, `users('${user.graph.id}')/${set}`, { isEntity })
  register('photo', (person) => ({
    '@odata.context': contextOf(person, 'photo', true),
    ...toMetadata(person.user, largest, 'default'),
  }))
  register('photos', (person) => ({
    '@odata.context': contextOf(person, 'photos', false),
    value: photoSizes.map((size) => toMetadata(person.user, size, `${size}x${size}`)),
  }))
  register('photos/:size', (person) => {
    const size = sizeOf(person)
    return {
      '@odata.context': contextOf(person, 'photos', true),
      ...toMetadata(person.user, size, `${size}x${size}`),
    }
  })
  register('photo/$value', (person, reply) => sendPhoto(person, reply, largest))
  register('photos/:size/$value', (person, reply) => sendPhoto(person, reply, sizeOf(person)))
}
