import type { OptionalClaim } from './settings.ts'

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
  /** PEM certificates whose thumbprints may sign assertions. */
  certificates: string[]
  /** Delegated scopes and application roles this application exposes as an API. */
  scopes: string[]
  appRoles: string[]
  /** `groupMembershipClaims` of the registration. */
  hasDirectoryRoleClaims: boolean
  optionalClaims: OptionalClaim[]
}

/** The account types of the registration do not matter here: every application is multi-tenant. */
export type Applications = Map<string, ApplicationRegistration>
