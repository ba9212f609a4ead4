import type {
  Application,
  KeyCredential,
  PasswordCredential,
} from '@microsoft/microsoft-graph-types'
import type { Graph } from './create-graph.ts'
import { GraphRequestError } from './graph-request-error.ts'
import { toLiteral } from './odata.ts'
import { readCollection } from './read-collection.ts'
import { toEntity } from './to-entity.ts'

const LISTED = [
  'id',
  'appId',
  'displayName',
  'tags',
  'web',
] as const satisfies (keyof Application)[]

const READ = [
  ...LISTED,
  'signInAudience',
  'identifierUris',
  'api',
  'appRoles',
  'optionalClaims',
  'groupMembershipClaims',
  'requiredResourceAccess',
  'keyCredentials',
  'passwordCredentials',
] as const satisfies (keyof Application)[]

interface Ids {
  /** Object id; `appId` is the client id. */
  id: string
  appId: string
}

export type ListedApplication = Pick<Application, (typeof LISTED)[number]> & Ids

/** An app registration. A certificate has its `key`, which Graph tells only where it is asked for. */
export type ApplicationRegistration = Pick<Application, (typeof READ)[number]> & Ids

/** What can be written. A list that is named replaces the whole of it. */
export type ApplicationChange = Partial<
  Omit<ApplicationRegistration, keyof Ids | 'keyCredentials' | 'passwordCredentials'> & {
    /** As Graph takes it: base64, where its types say a number. */
    keyCredentials: (Omit<KeyCredential, 'key'> & { key?: unknown })[]
  }
>

/** A deleted application can be restored for 30 days. */
export type DeletedApplication = Pick<Application, 'displayName' | 'tags'> & Ids

/**
 * The registrations that carry a tag.
 * Source: https://learn.microsoft.com/graph/api/application-list
 *
 * @throws {GraphRequestError}
 */
export async function listTaggedApplications(
  graph: Graph,
  tag: string,
): Promise<ListedApplication[]> {
  const body = await graph.get('/applications', {
    $filter: `tags/any(t:t eq ${toLiteral(tag)})`,
    $select: LISTED.join(','),
    $top: '999',
  })
  return readCollection<ListedApplication>(body).value
}

/**
 * One registration; undefined when the organisation has none with this client id. `/applications(appId=…)`
 * would do, were it not that certificates come with their keys only where the object id is named.
 * Source: https://learn.microsoft.com/graph/api/resources/keycredential
 *
 * @throws {GraphRequestError} in every other failing case.
 */
export async function readApplication(
  graph: Graph,
  clientId: string,
): Promise<ApplicationRegistration | undefined> {
  const body = await graph.get('/applications', {
    $filter: `appId eq ${toLiteral(clientId)}`,
    $select: 'id',
  })
  const [found] = readCollection<{ id: string }>(body).value
  if (!found) return undefined
  const whole = await graph.get(toPath(found.id), { $select: READ.join(',') })
  return toEntity<ApplicationRegistration>(whole)
}

/** @throws {GraphRequestError} */
export async function createApplication(graph: Graph, application: ApplicationChange) {
  return toEntity<ApplicationRegistration>(await graph.post('/applications', application))
}

/** @throws {GraphRequestError} `not_found` also for a while after it was made. */
export function changeApplication(
  graph: Graph,
  id: string,
  change: ApplicationChange,
): Promise<void> {
  return graph.patch(toPath(id), change)
}

/**
 * Makes a client secret, whose text nobody is told again.
 * Source: https://learn.microsoft.com/graph/api/application-addpassword
 *
 * @throws {GraphRequestError}
 */
export async function addApplicationPassword(
  graph: Graph,
  id: string,
  passwordCredential: Pick<PasswordCredential, 'displayName' | 'endDateTime'>,
): Promise<string> {
  const body = await graph.post(`${toPath(id)}/addPassword`, { passwordCredential })
  const secretText = (body as { secretText?: unknown } | null)?.secretText
  if (typeof secretText === 'string') return secretText
  throw new GraphRequestError('unavailable', 'The answer holds no secret.')
}

/** Moves a registration, and its service principal with it, to the deleted items. */
export function deleteApplication(graph: Graph, id: string): Promise<void> {
  return graph.delete(toPath(id))
}

/** @throws {GraphRequestError} */
export async function listDeletedApplications(graph: Graph): Promise<DeletedApplication[]> {
  const body = await graph.get('/directory/deletedItems/microsoft.graph.application', {
    $select: 'id,appId,displayName,tags',
    $top: '999',
  })
  return readCollection<DeletedApplication>(body).value
}

/** Deletes for good what was deleted before: an application or a service principal, by object id. */
export function purgeDeletedItem(graph: Graph, id: string): Promise<void> {
  return graph.delete(`/directory/deletedItems/${encodeURIComponent(id)}`)
}

const toPath = (id: string) => `/applications/${encodeURIComponent(id)}`
