import type { OptionalClaim } from './settings.ts'

/** Permissions of one API that a registration lists: what `.default` stands for (`requiredResourceAccess`). */
export interface RequiredAccess {
  resourceId: string
  delegated: readonly string[]
  application: readonly string[]
}

export interface ApplicationRegistration {
  clientId: string
  /** Object id of its service principal in every tenant of this process. */
  servicePrincipalId: string
  displayName: string
  /** `web` holds a secret or certificate, `spa` and `public` hold none. */
  platform: 'web' | 'spa' | 'public' | 'daemon'
  redirectUris: string[]
  /**
   * Where a sign-out is told in a hidden frame, as a path on the origin that the sign-in's redirect URI was on:
   * ports of `localhost` are no more fixed here than there.
   */
  logoutPath: string | undefined
  secrets: string[]
  /** PEM certificates whose thumbprints may sign assertions; several at once while one follows another. */
  certificates: string[]
  /** Delegated scopes and application roles this application exposes as an API. */
  scopes: string[]
  appRoles: string[]
  requiredAccess: RequiredAccess[]
  /** `groupMembershipClaims` of the registration. */
  hasDirectoryRoleClaims: boolean
  optionalClaims: OptionalClaim[]
}

/** The account types of the registration do not matter here: every application is multi-tenant. */
export type Applications = Map<string, ApplicationRegistration>

/** What the registration lists for one API. */
export function listRequiredAccess(
  application: ApplicationRegistration,
  resourceId: string,
): RequiredAccess {
  const listed = application.requiredAccess.find((access) => access.resourceId === resourceId)
  return listed ?? { resourceId, delegated: [], application: [] }
}
