import type {
  DirectoryRole,
  User as GraphUser,
  LicenseDetails,
  Organization,
} from '@microsoft/microsoft-graph-types'
import type { Graph } from './create-graph.ts'
import { GraphRequestError } from './graph-request-error.ts'
import { readCollection } from './read-collection.ts'
import { toEntity } from './to-entity.ts'

const PROFILE = [
  'id',
  'displayName',
  'userPrincipalName',
  'mail',
  'givenName',
  'surname',
  'jobTitle',
] as const satisfies (keyof GraphUser)[]

export type Profile = Pick<GraphUser, (typeof PROFILE)[number]> & { id: string }

/**
 * The person the token is for.
 *
 * @throws {GraphRequestError}
 */
export async function getProfile(graph: Graph): Promise<Profile> {
  const body = await graph.get('/me', { $select: PROFILE.join(',') })
  return toEntity<Profile>(body)
}

/**
 * The display name of the token's own organisation; undefined when it has none.
 *
 * @throws {GraphRequestError}
 */
export async function readOrganizationName(graph: Graph): Promise<string | undefined> {
  const body = await graph.get('/organization', { $select: 'id,displayName' })
  const [organization] = readCollection<Organization>(body).value
  return organization?.displayName ?? undefined
}

/**
 * The SKU ids of the person's licences, also those that come through a group.
 *
 * @throws {GraphRequestError}
 */
export async function listLicenceSkuIds(graph: Graph): Promise<string[]> {
  const body = await graph.get('/me/licenseDetails', { $select: 'skuId' })
  return readCollection<LicenseDetails>(body).value.flatMap(({ skuId }) => skuId ?? [])
}

/**
 * The template ids of the person's directory roles. `/directoryRoles?$expand=members` is no way:
 * it stops at 20 members, and an ordinary person may not read it.
 *
 * @throws {GraphRequestError}
 */
export async function listDirectoryRoleTemplateIds(graph: Graph): Promise<string[]> {
  const body = await graph.get('/me/transitiveMemberOf/microsoft.graph.directoryRole', {
    $select: 'id,roleTemplateId',
  })
  return readCollection<DirectoryRole>(body).value.flatMap((role) => role.roleTemplateId ?? [])
}

/**
 * Whether the person has a picture.
 *
 * @throws {GraphRequestError}
 */
export async function hasPhoto(graph: Graph): Promise<boolean> {
  try {
    await graph.get('/me/photo')
    return true
  } catch (error) {
    if (error instanceof GraphRequestError && error.failure === 'not_found') return false
    throw error
  }
}
