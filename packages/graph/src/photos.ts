import type { Graph } from './create-graph.ts'

/**
 * A person's picture, square; undefined where there is none.
 *
 * @param id object id or user principal name, checked as for `getUser`; undefined for the token's own
 * @param size one of the sizes Graph keeps pictures in, in pixels a side
 * (https://learn.microsoft.com/graph/api/profilephoto-get)
 * @throws {GraphRequestError}
 */
export function readPhoto(graph: Graph, id: string | undefined, size: number) {
  const person = id === undefined ? '/me' : `/users/${encodeURIComponent(id)}`
  return graph.readBytes(`${person}/photos/${size}x${size}/$value`)
}
