import { listFeatures } from '@vestibule/bff/setup'
import { FEATURE_IDS } from '@vestibule/contract'
import type { GraphPermissions } from '@vestibule/graph'
import { RegistrationError } from './registration-error.ts'
import type { Settings } from './settings.ts'

/** A permission of Microsoft Graph, with its id in this cloud. */
interface Permission {
  name: string
  kind: 'delegated' | 'application'
  id: string
}

export interface WantedPermissions {
  /** Of signing in and of the features that were chosen. */
  wanted: Permission[]
  /** Of features that were not: what is there of them goes. What is in neither list is somebody else's. */
  unwanted: Permission[]
}

/**
 * What is asked for and what is not, by Graph's own list of its permissions.
 *
 * @throws {RegistrationError} this cloud lacks a permission that a chosen feature needs.
 */
export function toWantedPermissions(
  { features, signInScopes }: Pick<Settings, 'features' | 'signInScopes'>,
  known: GraphPermissions,
): WantedPermissions {
  const find = ({ name, kind }: Omit<Permission, 'id'>): Permission | undefined => {
    const list = kind === 'delegated' ? known.oauth2PermissionScopes : known.appRoles
    const id = list.find(({ value, isEnabled }) => value === name && isEnabled !== false)?.id
    return id ? { name, kind, id } : undefined
  }
  const asked = unique([
    ...signInScopes.map((name) => ({ name: toName(name), kind: 'delegated' as const })),
    ...listFeatures(features).flatMap(({ permissions }) => permissions),
  ])
  const wanted = asked.flatMap((permission) => find(permission) ?? [])
  const missing = asked.filter((permission) => !find(permission))
  if (missing.length > 0) {
    const names = missing.map(({ name, kind }) => `${name} (${kind})`).join(', ')
    throw new RegistrationError(
      `Microsoft Graph has no such permission in this cloud: ${names}. Leave the features out that need it, with --features.`,
    )
  }
  const others = unique(
    listFeatures(new Set(FEATURE_IDS)).flatMap(({ permissions }) => permissions),
  )
  const isWanted = (id: string) => wanted.some((permission) => permission.id === id)
  return {
    wanted,
    unwanted: others.flatMap((one) => find(one) ?? []).filter(({ id }) => !isWanted(id)),
  }
}

/** A scope may be written with the address of its API. */
const toName = (scope: string) => (scope.includes('://') ? scope.replace(/^.*\//, '') : scope)

/** Features share permissions. */
function unique(permissions: readonly Omit<Permission, 'id'>[]): Omit<Permission, 'id'>[] {
  const toKey = ({ kind, name }: Omit<Permission, 'id'>) => `${kind} ${name}`
  const byKey = new Map(permissions.map((permission) => [toKey(permission), permission]))
  return [...byKey.values()].map(({ name, kind }) => ({ name, kind }))
}
