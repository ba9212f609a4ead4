import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findPosition } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import { type Caller, getCaller } from './caller.ts'
import { type DeltaQuery, readDeltaQuery } from './delta-query.ts'
import { createDeltaToken, type DeltaProgress } from './delta-token.ts'
import { createDeltaView } from './delta-view.ts'
import { permissionRules, requirePermission } from './permission.ts'
import { toContext } from './to-user.ts'
import { refuseGuest } from './users.ts'

/** The cloud's pages of people are as large; `$top` does not change it. */
const pageSize = 200

interface DeltaPage {
  value: Record<string, unknown>[]
  /** Where the next page begins; undefined on the last one. */
  next: DeltaProgress | undefined
  /** The change after which the next round begins. */
  until: number
}

/**
 * Everybody, cut by a position that nobody else ever gets: who comes or goes between two pages shifts nothing. The
 * next round counts from the change at which the first page was asked for, so what changed meanwhile comes again.
 */
function readPeople(caller: Caller, query: DeltaQuery, position: number): DeltaPage {
  const { tenant } = caller
  const { since } = query.progress
  const { showUser } = createDeltaView(caller, query)
  if (query.ids !== undefined) {
    const people = query.ids.flatMap((id) => tenant.usersById.get(id) ?? [])
    return { value: people.map(showUser), next: undefined, until: since }
  }
  const start = findPosition(tenant, position)
  const people = tenant.users.slice(start, start + pageSize)
  const isLast = start + pageSize >= tenant.users.length
  const next = isLast ? undefined : { since, position: people.at(-1)?.position ?? position }
  return { value: people.map(showUser), next, until: since }
}

/**
 * Who has changed since the round before, in the order of the changes. Who changes between two pages moves to the end
 * and comes with all of it, so that nothing is missed.
 */
function readChanges(caller: Caller, query: DeltaQuery, seen: number): DeltaPage {
  const { changes } = caller.tenant
  const { since } = query.progress
  const { showChange } = createDeltaView(caller, query)
  const followed = query.ids && new Set(query.ids)
  const value: DeltaPage['value'] = []
  let last = seen
  for (const change of changes.listAfter(seen)) {
    if (value.length === pageSize) {
      return { value, next: { since, seen: last }, until: last }
    }
    last = change.at
    const isFollowed = followed?.has(change.id) ?? true
    const shown = isFollowed ? showChange(change) : undefined
    if (shown !== undefined) value.push(shown)
  }
  return { value, next: undefined, until: changes.newest }
}

function readPage(caller: Caller, query: DeltaQuery): DeltaPage {
  const { progress } = query
  if (query.startsNow) return { value: [], next: undefined, until: progress.since }
  return 'position' in progress
    ? readPeople(caller, query, progress.position)
    : readChanges(caller, query, progress.seen)
}

/** The token alone: it carries the options of the first request. */
function toLinks(world: World, caller: Caller, query: DeltaQuery, page: DeltaPage) {
  const { select, ids } = query
  const { next, until } = page
  const progress = next ?? { since: until, seen: until }
  const token = createDeltaToken(world, caller.tenant.changes.id, { select, ids, progress })
  const path = `${world.origin}/v1.0/users/delta`
  return next === undefined
    ? { '@odata.deltaLink': `${path}?$deltatoken=${token}` }
    : { '@odata.nextLink': `${path}?$skiptoken=${token}` }
}

/**
 * People and what changes about them, for who keeps a copy of the directory. The libraries that are generated write
 * `microsoft.graph.delta()`. https://learn.microsoft.com/graph/api/user-delta
 */
export function registerUsersDelta(app: FastifyInstance, world: World): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readUsers)
    refuseGuest(caller)
    const query = readDeltaQuery(world, caller.tenant, request)
    if (query.isMinimal) reply.header('preference-applied', 'return=minimal')
    const page = readPage(caller, query)
    return {
      '@odata.context': toContext(world.origin, 'users', { select: query.select }),
      ...toLinks(world, caller, query, page),
      value: page.value,
    }
  }
  for (const name of ['delta', 'delta()', 'microsoft.graph.delta', 'microsoft.graph.delta()']) {
    app.get(`/users/${name}`, answer)
  }
}
