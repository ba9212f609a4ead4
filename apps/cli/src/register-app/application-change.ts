import { randomUUID } from 'node:crypto'
import { API_SCOPE } from '@vestibule/bff/setup'
import type { FeatureId } from '@vestibule/contract'
import {
  type ApplicationChange,
  type ApplicationRegistration,
  GRAPH_CLIENT_ID,
} from '@vestibule/graph'
import { type Change, toRow, toRows } from './plan.ts'
import type { Settings } from './settings.ts'
import type { WantedPermissions } from './wanted-permissions.ts'

/** A part of the registration: what to write, and how the plan says it. Without rows it is right already. */
interface Part {
  change: ApplicationChange
  rows: Change[]
}

export interface Wish extends Pick<Settings, 'redirectUris' | 'logoutUrl' | 'features'> {
  /** Undefined leaves the name that it has. */
  name: string | undefined
  permissions: WantedPermissions
}

/**
 * What the registration lacks of what Vestibule needs. What an administrator added by hand stays: redirect
 * URIs, claims, roles, and permissions that no feature of ours is about.
 *
 * @param found undefined for one that is not made yet
 */
export function toApplicationChange(
  found: ApplicationRegistration | undefined,
  wish: Wish,
): { change: ApplicationChange; rows: Change[] } {
  const parts = [
    toNames(found, wish),
    toAddresses(found, wish),
    toApi(found),
    toAppRoles(found, wish),
    toClaims(found),
    toAccess(found, wish.permissions),
  ].filter(({ rows }) => rows.length > 0)
  return {
    change: Object.assign({}, ...parts.map(({ change }) => change)),
    rows: parts.flatMap(({ rows }) => rows),
  }
}

function toNames(found: ApplicationRegistration | undefined, { name }: Wish): Part {
  const displayName = name ?? found?.displayName ?? 'Vestibule'
  const signInAudience = 'AzureADMyOrg'
  return {
    change: { displayName, signInAudience },
    rows: [
      ...toRow('name', found?.displayName ?? null, displayName),
      ...toRow('who signs in', found?.signInAudience ?? null, signInAudience),
    ],
  }
}

/** The implicit grant would put tokens into addresses (RFC 9700, 2.1.2). */
const NO_IMPLICIT = { enableIdTokenIssuance: false, enableAccessTokenIssuance: false }

function toAddresses(
  found: ApplicationRegistration | undefined,
  { redirectUris: wanted, logoutUrl }: Wish,
): Part {
  const { redirectUris: before = [], implicitGrantSettings: implicit } = found?.web ?? {}
  const redirectUris = [...new Set([...before, ...wanted])]
  const isImplicit = implicit?.enableIdTokenIssuance || implicit?.enableAccessTokenIssuance
  return {
    change: {
      web: {
        homePageUrl: found?.web?.homePageUrl ?? null,
        redirectUris,
        logoutUrl,
        implicitGrantSettings: NO_IMPLICIT,
      },
    },
    rows: [
      ...toRows('redirect URI', before, redirectUris),
      ...toRow('front-channel logout URL', found?.web?.logoutUrl ?? null, logoutUrl),
      ...toRow('implicit grant', isImplicit ? 'on' : 'off', 'off'),
    ],
  }
}

const SCOPE_TEXTS = {
  adminConsentDisplayName: 'Use Vestibule as the person who is signed in',
  adminConsentDescription: 'Lets an application call Vestibule for the person who is signed in.',
  userConsentDisplayName: 'Use Vestibule as you',
  userConsentDescription: 'Lets an application call Vestibule for you.',
}

function toApi(found: ApplicationRegistration | undefined): Part {
  const scopes = found?.api?.oauth2PermissionScopes ?? []
  const own = scopes.find(({ value }) => value === API_SCOPE)
  const version = found?.api?.requestedAccessTokenVersion ?? null
  const added = own
    ? { ...own, isEnabled: true }
    : { id: randomUUID(), value: API_SCOPE, type: 'User', isEnabled: true, ...SCOPE_TEXTS }
  const others = scopes.filter((scope) => scope !== own)
  return {
    change: {
      api: {
        ...found?.api,
        requestedAccessTokenVersion: 2,
        oauth2PermissionScopes: [...others, added],
      },
    },
    rows: [
      ...toRows('scope of its API', own?.isEnabled ? [API_SCOPE] : [], [API_SCOPE]),
      ...toRow('version of its tokens', version === null ? null : String(version), '2'),
    ],
  }
}

/** What an application that calls the API may be given, and the feature that it is for. */
const APP_ROLES: { value: string; feature: FeatureId; description: string }[] = [
  { value: 'Directory.Read', feature: 'directory', description: 'Reads people and groups.' },
  {
    value: 'Batches.Write',
    feature: 'application-batches',
    description: 'Disables and enables accounts.',
  },
  { value: 'Mail.Read', feature: 'mail', description: 'Reads mailboxes, with a reason.' },
]

/** One that is not wanted is disabled and not taken away: its id and who has it would be lost. */
function toAppRoles(found: ApplicationRegistration | undefined, { features }: Wish): Part {
  // Graph tells where a role comes from, and does not take it back.
  const before = (found?.appRoles ?? []).map(({ origin: _origin, ...role }) => role)
  const own = APP_ROLES.flatMap(({ value, feature, description }) => {
    const known = before.find((role) => role.value === value)
    const isEnabled = features.has(feature)
    if (known) return [{ ...known, isEnabled }]
    const allowedMemberTypes = ['User', 'Application']
    const role = { id: randomUUID(), value, displayName: value, description, allowedMemberTypes }
    return isEnabled ? [{ ...role, isEnabled }] : []
  })
  const others = before.filter(({ value }) => !APP_ROLES.some((role) => role.value === value))
  const listEnabled = (roles: typeof before) =>
    roles.flatMap(({ isEnabled, value }) => (isEnabled && value ? [value] : []))
  return {
    change: { appRoles: [...others, ...own] },
    rows: toRows('app role', listEnabled(before), listEnabled([...others, ...own])),
  }
}

/** `sid` and `login_hint` are for signing out, `auth_time` proves a recent sign-in. */
const ID_TOKEN_CLAIMS = ['sid', 'login_hint', 'auth_time', 'email']
/** Tell an application's token from a person's, and whether a client understands challenges. */
const ACCESS_TOKEN_CLAIMS = ['idtyp', 'xms_cc']

type Claims = NonNullable<ApplicationRegistration['optionalClaims']>['idToken']

/** The claim `wids`, from which the role Admin is read, comes with the directory roles. */
function toClaims(found: ApplicationRegistration | undefined): Part {
  const { idToken, accessToken, saml2Token } = found?.optionalClaims ?? {}
  const toNames = (claims: Claims) => (claims ?? []).map(({ name }) => name ?? '')
  const add = (claims: Claims, wanted: readonly string[]) => [
    ...(claims ?? []),
    ...wanted.filter((name) => !toNames(claims).includes(name)).map((name) => ({ name })),
  ]
  const next = {
    idToken: add(idToken, ID_TOKEN_CLAIMS),
    accessToken: add(accessToken, ACCESS_TOKEN_CLAIMS),
    saml2Token: saml2Token ?? [],
  }
  const groups = toGroupClaims(found?.groupMembershipClaims)
  return {
    change: { optionalClaims: next, groupMembershipClaims: groups },
    rows: [
      ...toRows('claim of ID tokens', toNames(idToken), toNames(next.idToken)),
      ...toRows('claim of its access tokens', toNames(accessToken), toNames(next.accessToken)),
      ...toRow('group claims', found?.groupMembershipClaims ?? null, groups),
    ],
  }
}

function toGroupClaims(before: string | null | undefined): string {
  const kinds = before?.split(/,\s*/).filter((kind) => kind !== 'None') ?? []
  if (kinds.includes('All') || kinds.includes('DirectoryRole')) return String(before)
  return [...kinds, 'DirectoryRole'].join(', ')
}

function toAccess(
  found: ApplicationRegistration | undefined,
  { wanted, unwanted }: WantedPermissions,
): Part {
  const before = found?.requiredResourceAccess ?? []
  const others = before.filter(({ resourceAppId }) => resourceAppId !== GRAPH_CLIENT_ID)
  const listed = before.find(({ resourceAppId }) => resourceAppId === GRAPH_CLIENT_ID)
  const access = listed?.resourceAccess ?? []
  const isListed = (id: string) => access.some((entry) => entry.id === id)
  const added = wanted.filter(({ id }) => !isListed(id))
  const removed = unwanted.filter(({ id }) => isListed(id))
  const next = [
    ...access.filter(({ id }) => !removed.some((permission) => permission.id === id)),
    ...added.map(({ id, kind }) => ({ id, type: kind === 'delegated' ? 'Scope' : 'Role' })),
  ]
  const graph = { resourceAppId: GRAPH_CLIENT_ID, resourceAccess: next }
  return {
    change: { requiredResourceAccess: [...others, graph] },
    rows: [
      ...removed.map(({ name, kind }) => ({ what: `${kind} permission`, now: name, next: null })),
      ...added.map(({ name, kind }) => ({ what: `${kind} permission`, now: null, next: name })),
    ],
  }
}
