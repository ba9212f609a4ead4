import {
  createGraph,
  getProfile,
  hasPhoto,
  listDirectoryRoleTemplateIds,
  listLicenceSkuIds,
  readOrganizationName,
} from '@vestibule/graph'
import type { EntraSignIn } from '@vestibule/store'
import type { EntraIdentityClaims } from '../auth/finish-sign-in.ts'
import type { GraphAddress } from '../directory/with-graph.ts'
import { toRoleGrants } from './role-grants.ts'

/** Told of each question that Graph did not answer. */
export type OnMissing = (what: string, error: unknown) => void

/**
 * What a sign-in stores of the person: the token's claims, and what Graph adds. Graph being down or
 * slow keeps nobody out; what could not be asked is told to `onMissing` and stays as it was.
 */
export async function readEntraProfile(
  identity: EntraIdentityClaims,
  access: GraphAddress & { accessToken: string },
  onMissing: OnMissing,
): Promise<EntraSignIn> {
  const graph = createGraph({ ...access, retries: 0 })
  const ask = <T>(what: string, question: Promise<T>) =>
    question.catch((error: unknown) => {
      onMissing(what, error)
      return undefined
    })
  const [profile, organizationName, photo, licenceSkuIds, directoryRoleTemplateIds] =
    await Promise.all([
      ask('profile', getProfile(graph)),
      ask('organization', readOrganizationName(graph)),
      ask('photo', hasPhoto(graph)),
      ask('licences', listLicenceSkuIds(graph)),
      identity.directoryRoleTemplateIds ??
        ask('directory roles', listDirectoryRoleTemplateIds(graph)),
    ])
  return {
    tenantId: identity.tenantId,
    objectId: identity.objectId,
    displayName: profile?.displayName ?? identity.displayName,
    userPrincipalName: profile?.userPrincipalName ?? identity.userPrincipalName,
    // Undefined leaves what an earlier sign-in stored.
    mail: profile && (profile.mail ?? null),
    givenName: profile && (profile.givenName ?? null),
    surname: profile && (profile.surname ?? null),
    jobTitle: profile && (profile.jobTitle ?? null),
    organizationName,
    hasPhoto: photo,
    unaskedRoleSources: [
      ...(licenceSkuIds ? [] : ['licence' as const]),
      ...(directoryRoleTemplateIds ? [] : ['directory_role' as const]),
    ],
    roleGrants: toRoleGrants({
      appRoles: identity.appRoles,
      directoryRoleTemplateIds: directoryRoleTemplateIds ?? [],
      licenceSkuIds: licenceSkuIds ?? [],
    }),
  }
}
