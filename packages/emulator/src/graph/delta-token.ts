import type { World } from '../world/world.ts'
import { GraphError } from './graph-error.ts'

/** What the state tokens of a delta query carry on: its options are in them, so links repeat none. */
interface DeltaOptions {
  select: string[] | undefined
  /** The people that are followed; everyone when undefined. */
  ids: string[] | undefined
}

/** How far a client has come. Changes are named by their numbers. */
export type DeltaProgress =
  /** In the first enumeration, which began at change `since`, behind the person at `position`. */
  | { since: number; position: number }
  /** In a round over the changes after `since`, behind change `seen`. */
  | { since: number; seen: number }

export interface DeltaState extends DeltaOptions {
  progress: DeltaProgress
}

const lifeMs = 7 * 86_400_000

/** Which record of changes the numbers are of, when the token was made on the tenant's clock, and the state. */
type Content = [record: string, issuedAt: number, state: DeltaState]

export function createDeltaToken(world: World, record: string, state: DeltaState): string {
  const content: Content = [record, world.clock.now(), state]
  return Buffer.from(JSON.stringify(content)).toString('base64url')
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString())
  } catch {
    return undefined
  }
}

function getContent(token: string): Content {
  const content = parse(token)
  if (Array.isArray(content) && typeof content[2]?.progress?.since === 'number') {
    return content as Content
  }
  throw new GraphError(400, 'BadRequest', 'Badly formed token.')
}

/** Where a client that has lost its way begins anew: the first request with an empty token. */
function createStartLink(world: World, { select, ids }: DeltaOptions): string {
  const filter = ids?.map((id) => `id eq '${id}'`).join(' or ')
  const options = [
    ...(select === undefined ? [] : [`$select=${encodeURIComponent(select.join(','))}`]),
    ...(filter === undefined ? [] : [`$filter=${encodeURIComponent(filter)}`]),
    '$deltatoken=',
  ]
  return `${world.origin}/v1.0/users/delta?${options.join('&')}`
}

/**
 * Throws 400 for what is no token and 410, with the way to begin anew, for one that is older than seven days or was
 * made before the tenant was reset. https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset
 */
export function readDeltaToken(world: World, record: string, token: string): DeltaState {
  const [madeFor, issuedAt, state] = getContent(token)
  if (madeFor === record && world.clock.ageOf(issuedAt) <= lifeMs) return state
  const location = createStartLink(world, state)
  if (madeFor !== record) {
    throw new GraphError(
      410,
      'resyncRequired',
      "Resync required. Replace any local items with the server's version (including deletes).",
      { location },
    )
  }
  throw new GraphError(
    410,
    'syncStateNotFound',
    'The sync state generation is not found. The delta token is expired and data must be synchronized again.',
    { location },
  )
}
