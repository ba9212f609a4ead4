import type { User as GraphUser } from '@microsoft/microsoft-graph-types'
import type { Graph } from './create-graph.ts'
import { GraphRequestError } from './graph-request-error.ts'
import { readCollection } from './read-collection.ts'
import { LISTED } from './users.ts'

/** The properties that are followed: those of a list, and the number by which people are searched besides. */
const FOLLOWED = [...LISTED, 'employeeId'] as const satisfies (keyof GraphUser)[]

/** What is new of a person: a property that is absent is as it was. */
export type FollowedUser = { id: string } & Partial<
  Pick<GraphUser, Exclude<(typeof FOLLOWED)[number], 'id'>>
>

/** Where a reader goes on: in the middle of a round, or at the beginning of the next one. */
export type DeltaPosition = { skipToken: string } | { deltaToken: string }

export interface UsersDelta {
  users: FollowedUser[]
  /** Who is gone, for good or to where deleted people can be restored from. */
  removedIds: string[]
  next: DeltaPosition
  isLast: boolean
}

/**
 * One page of what has changed about people since a position; of everybody without one. The same person
 * may come several times, and again in the next round.
 * Source: https://learn.microsoft.com/graph/delta-query-users
 *
 * @throws {GraphRequestError} `gone` when Graph has forgotten the position: begin anew.
 */
export async function readUsersDelta(graph: Graph, from?: DeltaPosition): Promise<UsersDelta> {
  const page = readCollection<FollowedUser & { '@removed'?: unknown }>(
    await graph.get('/users/delta', toQuery(from), {
      // People who wait for a page come first.
      'x-ms-throttle-priority': 'low',
    }),
    from && 'skipToken' in from ? from.skipToken : undefined,
  )
  const { skipToken, deltaToken } = page
  const next = skipToken ? { skipToken } : deltaToken ? { deltaToken } : undefined
  if (!next) {
    throw new GraphRequestError('unavailable', 'The answer does not say where to go on.')
  }
  const isThere = (user: { '@removed'?: unknown }) => user['@removed'] === undefined
  return {
    users: page.value.filter(isThere),
    removedIds: page.value.filter((user) => !isThere(user)).map(({ id }) => id),
    next,
    isLast: 'deltaToken' in next,
  }
}

function toQuery(from: DeltaPosition | undefined): Record<string, string> {
  if (!from) return { $select: FOLLOWED.join(',') }
  return 'skipToken' in from ? { $skiptoken: from.skipToken } : { $deltatoken: from.deltaToken }
}
