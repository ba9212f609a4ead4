import {
  createGraph,
  type DeltaPosition,
  type FollowedUser,
  followPlaces,
  type Graph,
  GraphRequestError,
  readUsersDelta,
  type UsersDelta,
} from '@vestibule/graph'
import {
  applyMirrorPage,
  type Db,
  type Lease,
  type Mirror,
  type MirrorChange,
  readMirror,
  renewLease,
  restartMirror,
} from '@vestibule/store'
import type { GraphAddress } from '../directory/with-graph.ts'
import type { AppTokens } from '../tokens/app-tokens.ts'

export interface Following {
  db: Db
  graph: GraphAddress & { resource: string }
  appTokens: AppTokens
  now: () => Date
}

interface Round {
  tenantId: string
  lease: Lease
  leaseMs: number
  /** Aborted when the process ends. */
  signal: AbortSignal
}

/**
 * Brings the mirror of a tenant up to date: goes on where the last one stopped, in the middle of a round
 * or at the next, page by page, until Graph has told all. Every page is kept before the next is asked for,
 * so that whoever is killed loses none.
 *
 * @returns whether the round came to its end; not when the lease was lost or the process is to end
 * @throws {AppTokenError}
 * @throws {GraphRequestError}
 */
export async function followDirectory(deps: Following, round: Round): Promise<boolean> {
  const { db, now } = deps
  const { tenantId, lease, leaseMs, signal } = round
  let mirror = await readMirror(db, tenantId)
  // What is told from here on is no older than this.
  let roundStartedAt = (mirror?.isMidRound && mirror.roundStartedAt) || now().toISOString()
  let follow = followPlaces()
  while (!signal.aborted) {
    const page = await readPage(deps, tenantId, toPosition(mirror))
    if (page === 'forgotten') {
      // From nothing there is nothing to forget.
      if (!mirror?.link) throw new GraphRequestError('gone', 'Graph tells of nobody.')
      if (!(await restartMirror(db, { tenantId, lease }))) return false
      roundStartedAt = now().toISOString()
      follow = followPlaces()
    } else {
      const { users, removedIds, next, isLast } = page
      if (!isLast) follow(toLink(next))
      const isKept = await applyMirrorPage(db, {
        tenantId,
        lease,
        roundStartedAt,
        changes: users.map(toChange),
        removedIds,
        link: toLink(next),
        isLast,
      })
      if (!isKept) return false
      if (isLast) return true
    }
    if (!(await renewLease(db, lease, leaseMs))) return false
    mirror = await readMirror(db, tenantId)
  }
  return false
}

/** A token that Graph refuses is replaced once. */
async function readPage(
  { graph, appTokens }: Following,
  tenantId: string,
  from: DeltaPosition | undefined,
): Promise<UsersDelta | 'forgotten'> {
  const toGraph = async (fresh: boolean): Promise<Graph> => {
    const { baseUrl, timeoutMs, onAnswer, resource } = graph
    const accessToken = await appTokens.getAppToken({ tenantId, resource, fresh })
    return createGraph({ baseUrl, accessToken, timeoutMs, onAnswer })
  }
  try {
    return await readUsersDelta(await toGraph(false), from).catch(async (error: unknown) => {
      if (!isFailure(error, 'unauthorized')) throw error
      return readUsersDelta(await toGraph(true), from)
    })
  } catch (error) {
    if (isFailure(error, 'gone')) return 'forgotten'
    throw error
  }
}

function isFailure(error: unknown, failure: GraphRequestError['failure']): boolean {
  return error instanceof GraphRequestError && error.failure === failure
}

function toPosition(mirror: Mirror | undefined): DeltaPosition | undefined {
  if (!mirror?.link) return undefined
  return mirror.isMidRound ? { skipToken: mirror.link } : { deltaToken: mirror.link }
}

function toLink(next: DeltaPosition): string {
  return 'skipToken' in next ? next.skipToken : next.deltaToken
}

/** Ours is `createdAt`; everything else is called alike. What Graph adds of its own is left out. */
function toChange(user: FollowedUser): MirrorChange {
  const { createdDateTime, ...rest } = user
  const change: Record<string, unknown> = { id: user.id }
  for (const name of SAME_NAMES) if (rest[name] !== undefined) change[name] = rest[name]
  if (createdDateTime !== undefined) change.createdAt = createdDateTime
  return change as MirrorChange
}

const SAME_NAMES = [
  'displayName',
  'userPrincipalName',
  'mail',
  'givenName',
  'surname',
  'jobTitle',
  'department',
  'accountEnabled',
  'userType',
  'onPremisesSyncEnabled',
  'employeeId',
] as const satisfies readonly (keyof MirrorChange & keyof FollowedUser)[]
