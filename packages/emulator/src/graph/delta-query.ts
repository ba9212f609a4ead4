import type { FastifyRequest } from 'fastify'
import type { Tenant } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import { type DeltaState, readDeltaToken } from './delta-token.ts'
import { createNotImplemented, GraphError } from './graph-error.ts'
import { createUnsupported } from './odata/filter.ts'
import { readQueryOptions } from './odata/query.ts'
import { singleUserProperties } from './users.ts'

export interface DeltaQuery extends DeltaState {
  /** Only the link is wanted that tells of what changes from now on. */
  startsNow: boolean
  /** `Prefer: return=minimal`, which may differ from page to page. */
  isMinimal: boolean
}

/** `$top` is taken and ignored, as on the cloud: pages are as large as they are. */
const known = ['select', 'filter', 'top', 'format', 'skiptoken', 'deltatoken']
const refused = ['orderby', 'expand', 'search', 'count', 'skip']
const mostIds = 50

/** What the directory could follow, or answers for one person at a time. */
const notFollowed = [...singleUserProperties, 'manager', 'signInActivity']

function parseIds(filter: string): string[] {
  const ids = filter.split(/\s+or\s+/i).map((part) => {
    const id = /^\s*id\s+eq\s+'?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'?\s*$/i.exec(part)
    if (id?.[1] !== undefined) return id[1].toLowerCase()
    throw createUnsupported("A delta query filters by id alone: id eq '…' or id eq '…'.")
  })
  if (ids.length <= mostIds) return [...new Set(ids)]
  throw createUnsupported(`A delta query filters by ${mostIds} ids at most.`)
}

function parseSelect(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  const alone = names.find((name) => notFollowed.includes(name))
  if (alone !== undefined) throw createNotImplemented(`${alone} in a delta query`)
  return names
}

function readOptions(request: FastifyRequest): Map<string, string> {
  const options = readQueryOptions(request, [...known, ...refused])
  const unsupported = refused.find((name) => options.has(name))
  if (unsupported === undefined) return options
  throw createUnsupported(`$${unsupported} is not supported in a delta query.`)
}

/** Throws 400 for an option beside a token that carries on those of the first request. */
function refuseBesideToken(options: Map<string, string>): void {
  const beside = ['select', 'filter'].find((name) => options.has(name))
  if (beside === undefined) return
  throw new GraphError(
    400,
    'BadRequest',
    `$${beside} goes with the first request; a state token carries it on.`,
  )
}

/**
 * What is asked: by options in the first request, by a token in every further one. An empty token is none.
 * https://learn.microsoft.com/graph/api/user-delta
 */
export function readDeltaQuery(world: World, tenant: Tenant, request: FastifyRequest): DeltaQuery {
  const options = readOptions(request)
  const isMinimal = /(^|,)\s*return=minimal\s*(,|$)/i.test(String(request.headers.prefer ?? ''))
  const deltaToken = options.get('deltatoken') || undefined
  const startsNow = deltaToken?.toLowerCase() === 'latest'
  const token = options.get('skiptoken') || (startsNow ? undefined : deltaToken)
  if (token !== undefined) {
    refuseBesideToken(options)
    return { ...readDeltaToken(world, tenant.changes.id, token), startsNow, isMinimal }
  }
  const select = options.get('select')
  const filter = options.get('filter')
  return {
    select: select === undefined ? undefined : parseSelect(select),
    ids: filter ? parseIds(filter) : undefined,
    progress: { since: tenant.changes.newest, position: 0 },
    startsNow,
    isMinimal,
  }
}
