import type { OptionalClaim } from './settings.ts'
import { optionalClaims } from './settings.ts'

/** Permissions of one API that a registration lists: what `.default` stands for (`requiredResourceAccess`). */
export interface RequiredAccess {
  resourceId: string
  delegated: readonly string[]
  application: readonly string[]
}

/** A delegated permission that an API exposes. */
export interface ApiScope {
  id: string
  value: string
  /** Who may consent: everyone, or administrators alone. */
  type: 'User' | 'Admin'
  isEnabled: boolean
  adminConsentDisplayName: string
  adminConsentDescription: string
  userConsentDisplayName: string | null
  userConsentDescription: string | null
}

/** A role that people or applications can be assigned to. */
export interface AppRole {
  id: string
  value: string | null
  displayName: string
  description: string
  allowedMemberTypes: ('User' | 'Application')[]
  isEnabled: boolean
}

export interface Secret {
  keyId: string
  displayName: string | null
  secretText: string
  startDateTime: string
  endDateTime: string
}

/** The application's presence in its tenant: whom permissions and roles are granted to. */
export interface ServicePrincipal {
  id: string
  createdDateTime: string
  accountEnabled: boolean
  /** Only people with a role of the application may sign in to it (AADSTS50105). */
  appRoleAssignmentRequired: boolean
  tags: string[]
  notes: string | null
}

export type RedirectPlatform = 'web' | 'spa' | 'publicClient'

interface ClaimEntry {
  name: string
  source: string | null
  essential: boolean
  additionalProperties: string[]
}
export const claimLists = ['idToken', 'accessToken', 'saml2Token'] as const
export type OptionalClaims = Record<(typeof claimLists)[number], ClaimEntry[]>

export interface ApplicationRegistration {
  /** Object id; the client id is another one. */
  id: string
  clientId: string
  /** Of the tenant it is registered in. */
  tenantId: string
  createdDateTime: string
  displayName: string
  redirectUris: Record<RedirectPlatform, string[]>
  isFallbackPublicClient: boolean | null
  /**
   * Where a sign-out is told in a hidden frame; a path is on the origin that the sign-in's redirect URI was on, as
   * ports of `localhost` are no more fixed here than there.
   */
  logoutUrl: string | null
  secrets: Secret[]
  /** PEM certificates whose thumbprints may sign assertions; several at once while one follows another. */
  certificates: string[]
  /** How scopes may name it as an API, besides its client id. */
  identifierUris: string[]
  scopes: ApiScope[]
  appRoles: AppRole[]
  requiredAccess: RequiredAccess[]
  /** `requestedAccessTokenVersion`: nothing means 1. */
  accessTokenVersion: 1 | 2 | null
  groupMembershipClaims: string | null
  optionalClaims: OptionalClaims | null
  /** Undefined until there is one: nothing can be granted to the application before. */
  servicePrincipal: ServicePrincipal | undefined
  /** Properties that Graph keeps and nothing here reads. */
  kept: Record<string, unknown>
}

/**
 * The account types of the registration do not matter here: every application is open to people of all workforce
 * tenants, and one of a tenant for customers to those alone.
 */
export type Applications = Map<string, ApplicationRegistration>

/** What the registration lists for one API. */
export function listRequiredAccess(
  application: ApplicationRegistration,
  resourceId: string,
): RequiredAccess {
  const listed = application.requiredAccess.find((access) => access.resourceId === resourceId)
  return listed ?? { resourceId, delegated: [], application: [] }
}

/**
 * What kind of client a registration is: who has a credential or an address for web applications proves itself, the
 * others cannot. On the cloud a registration can be several at once.
 */
export function getPlatform(application: ApplicationRegistration): 'web' | 'spa' | 'public' {
  const { redirectUris, secrets, certificates, isFallbackPublicClient } = application
  if (secrets.length > 0 || certificates.length > 0 || redirectUris.web.length > 0) return 'web'
  if (redirectUris.spa.length > 0) return 'spa'
  return redirectUris.publicClient.length > 0 || isFallbackPublicClient ? 'public' : 'web'
}

export function listRedirectUris({ redirectUris }: ApplicationRegistration): string[] {
  return [...redirectUris.web, ...redirectUris.spa, ...redirectUris.publicClient]
}

/** Names of the scopes that can be asked for. */
export function listScopeNames({ scopes }: ApplicationRegistration): string[] {
  return scopes.filter(({ isEnabled }) => isEnabled).map(({ value }) => value)
}

/** Values of the roles that mean something in a token. */
export function listRoleNames({ appRoles }: ApplicationRegistration): string[] {
  return appRoles.flatMap(({ isEnabled, value }) => (isEnabled && value !== null ? [value] : []))
}

/** Whether directory roles come as `wids`. */
export function hasDirectoryRoleClaims({
  groupMembershipClaims,
}: ApplicationRegistration): boolean {
  return (groupMembershipClaims ?? '')
    .split(/,\s*/)
    .some((kind) => ['DirectoryRole', 'All'].includes(kind))
}

/** Claims of an ID token that the registration asks for, of those that are made here. */
export function listIdTokenClaims({
  optionalClaims: asked,
}: ApplicationRegistration): OptionalClaim[] {
  return optionalClaims.filter((name) => asked?.idToken.some((entry) => entry.name === name))
}

/** Whether an API wants to tell an application's token from a person's. */
export function wantsTokenKind({ optionalClaims: asked }: ApplicationRegistration): boolean {
  return asked?.accessToken.some(({ name }) => name === 'idtyp') ?? false
}
