import type { PhotoSize } from '@vestibule/contract'
import { readPhoto } from '@vestibule/graph'
import { LRUCache } from 'lru-cache'
import type { Caller } from '../accounts/caller.ts'
import { USERS_SCOPES } from './directory-sights.ts'
import { type GraphAddress, withGraph } from './with-graph.ts'

interface Photo {
  type: string
  bytes: Buffer
}

/** Pictures of people, asked of Graph once in a while. */
export interface Photos {
  /**
   * @param id undefined for the caller's own
   * @throws {TokenError}, {AppTokenError} or {GraphRequestError}
   */
  readPhoto(
    caller: Pick<Caller, 'id' | 'graphTokens'>,
    id: string | undefined,
    size: PhotoSize,
  ): Promise<Photo | undefined>
}

const OWN_SCOPES = ['User.Read']
const KEEP_MS = 10 * 60 * 1000
const KEEP_BYTES = 32 * 1024 * 1024
const NOTHING = { type: '', bytes: Buffer.alloc(0) }

/** Pictures are remembered for the caller who asked, so that no one sees what Graph would not show them. */
export function createPhotos(graph: GraphAddress): Photos {
  const kept = new LRUCache<string, Photo>({
    maxSize: KEEP_BYTES,
    sizeCalculation: ({ bytes }, key) => bytes.length + key.length,
    ttl: KEEP_MS,
  })
  return {
    async readPhoto(caller, id, size) {
      const key = [caller.id, id ?? '', size].join(' ')
      const known = kept.get(key)
      if (known) return known === NOTHING ? undefined : known
      const scopes = id === undefined ? OWN_SCOPES : USERS_SCOPES
      const photo = await withGraph(graph, caller.graphTokens, scopes, (as) =>
        readPhoto(as, id, size),
      )
      kept.set(key, photo && isPicture(photo) ? photo : NOTHING)
      return kept.get(key) === NOTHING ? undefined : photo
    },
  }
}

/** Only what a browser shows as a picture goes on: never a page or a drawing that could hold script. */
function isPicture({ type }: Photo): boolean {
  return /^image\/(jpeg|png|gif|webp)\b/.test(type)
}
