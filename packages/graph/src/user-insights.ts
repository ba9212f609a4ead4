import { type BatchAnswer, sendBatch } from './batch.ts'
import type { Graph } from './create-graph.ts'
import { GraphRequestError } from './graph-request-error.ts'
import { readCollection } from './read-collection.ts'
import { toEntity } from './to-entity.ts'
import { failureOf } from './to-graph-request-error.ts'

export interface NamedObject {
  id: string
  /** Null where the token may not read it. */
  displayName: string | null
}

export interface Memberships {
  groups: NamedObject[]
  /** By their templates, whose ids are the same everywhere. */
  directoryRoles: NamedObject[]
  /** Undefined where the token may not read them. */
  licenses: { skuId: string; skuPartNumber: string }[] | undefined
  /** Whether all of them fitted on one page. */
  isComplete: boolean
}

interface Membership {
  '@odata.type'?: string
  id: string
  displayName?: string | null
  roleTemplateId?: string
}

/**
 * What somebody belongs to directly, and which licences they have.
 *
 * @param id object id
 * @throws {GraphRequestError} `not_found` when there is nobody.
 */
export async function readMemberships(graph: Graph, id: string): Promise<Memberships> {
  const person = `/users/${encodeURIComponent(id)}`
  const [member, licences] = await sendBatch(graph, [
    { method: 'GET', url: `${person}/memberOf?$top=999` },
    { method: 'GET', url: `${person}/licenseDetails` },
  ])
  const memberships = readCollection<Membership>(toBody(member))
  const ofType = (type: string) =>
    memberships.value
      .filter((one) => one['@odata.type'] === `#microsoft.graph.${type}`)
      .map((one) => ({ id: one.roleTemplateId ?? one.id, displayName: one.displayName ?? null }))
      .sort(byName)
  const isRefused = licences?.status === 403 || licences?.status === 404
  return {
    groups: ofType('group'),
    directoryRoles: ofType('directoryRole'),
    licenses: isRefused
      ? undefined
      : readCollection<{ skuId: string; skuPartNumber: string }>(toBody(licences)).value,
    isComplete: memberships.skipToken === undefined,
  }
}

export interface SignInActivity {
  lastSignInDateTime: string | null
  lastNonInteractiveSignInDateTime: string | null
}

/**
 * When somebody signed in last. Wants `AuditLog.Read.All`, and Entra ID P1.
 * Source: https://learn.microsoft.com/graph/api/resources/signinactivity
 *
 * @param id object id: Graph takes no principal name for this
 * @throws {GraphRequestError}
 */
export async function readSignInActivity(graph: Graph, id: string): Promise<SignInActivity> {
  const body = await graph.get(`/users/${encodeURIComponent(id)}`, {
    $select: 'id,signInActivity',
  })
  const { signInActivity } = toEntity<{ id: string; signInActivity?: Partial<SignInActivity> }>(
    body,
  )
  return {
    lastSignInDateTime: signInActivity?.lastSignInDateTime ?? null,
    lastNonInteractiveSignInDateTime: signInActivity?.lastNonInteractiveSignInDateTime ?? null,
  }
}

export interface UserCounts {
  total: number
  enabled: number
  disabled: number
  guests: number
  synced: number
}

const COUNTED = {
  total: '',
  enabled: 'accountEnabled eq true',
  disabled: 'accountEnabled eq false',
  guests: "userType eq 'Guest'",
  synced: 'onPremisesSyncEnabled eq true',
}

/**
 * How many people there are.
 *
 * @throws {GraphRequestError}
 */
export async function countUsers(graph: Graph): Promise<UserCounts> {
  const count = async (filter: string) => {
    const query = { $select: 'id', $top: '1', $count: 'true', ...(filter && { $filter: filter }) }
    const body = await graph.get('/users', query, { ConsistencyLevel: 'eventual' })
    return readCollection(body).count ?? 0
  }
  const counts = await Promise.all(
    Object.entries(COUNTED).map(async ([name, filter]) => [name, await count(filter)] as const),
  )
  return Object.fromEntries(counts) as Record<keyof typeof COUNTED, number>
}

function byName(left: NamedObject, right: NamedObject): number {
  return (left.displayName ?? left.id).localeCompare(right.displayName ?? right.id)
}

/** What one call of a batch answered, or the error that it would have been alone. */
function toBody(answer: BatchAnswer | undefined): unknown {
  if (answer && answer.status < 300) return answer.body
  const { status = 0, code, requestId, retryAfterSeconds } = answer ?? {}
  throw new GraphRequestError(failureOf(status), `A call of a batch answered ${status}.`, {
    code: code ?? undefined,
    requestId: requestId ?? undefined,
    retryAfterSeconds,
  })
}
