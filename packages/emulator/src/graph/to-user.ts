import { openSignInActivity } from '../seed/open-sign-in-activity.ts'
import { type User, type UserProperty, userProperties } from '../world/user.ts'
import type { Caller } from './caller.ts'
import { createPermissionMissing } from './graph-error.ts'
import { hasPermission, permissionRules } from './permission.ts'

/** What comes without `$select`. https://learn.microsoft.com/graph/api/user-list */
export const defaultProperties: UserProperty[] = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
]

/** What `User.ReadBasic.All` alone fills; the rest is `null`. */
const basicProperties: UserProperty[] = [
  'displayName',
  'givenName',
  'id',
  'mail',
  'surname',
  'userPrincipalName',
]

/** Shown, but not filtered by. */
const shownProperties = [...userProperties, 'identities', 'signInActivity'] as const
type ShownProperty = (typeof shownProperties)[number]

/** `id` comes last, as on the cloud; unknown names of `$select` are ignored. */
function listProperties(select: string[] | undefined): ShownProperty[] {
  if (select === undefined) return defaultProperties
  const wanted = shownProperties.filter((name) => name !== 'id' && select.includes(name))
  return select.includes('id') ? [...wanted, 'id'] : wanted
}

/** Undefined, which JSON leaves out, for the sign-ins of who has never signed in. */
function readProperty({ tenant }: Caller, user: User, name: ShownProperty): unknown {
  const { graph } = user
  if (name === 'signInActivity') return openSignInActivity(user) ?? undefined
  if (name !== 'identities') return graph[name]
  const signInType = 'userPrincipalName'
  const issuerAssignedId = graph.userPrincipalName
  return [...graph.identities, { signInType, issuer: tenant.domain, issuerAssignedId }]
}

/**
 * Makes a function that shows people to this caller, as far as the permissions reach. Throws 403 where
 * `signInActivity` is asked for without its own permission.
 */
export function createUserView(
  caller: Caller,
  select: string[] | undefined,
): (user: User) => Record<string, unknown> {
  const properties = listProperties(select)
  const { readSignInActivity } = permissionRules
  if (properties.includes('signInActivity') && !hasPermission(caller, readSignInActivity)) {
    throw createPermissionMissing('AuditLog.Read.All')
  }
  const seesAll = hasPermission(caller, permissionRules.readAllProperties)
  return (user) => {
    const seesThis = seesAll || user.graph.id === caller.user?.graph.id
    return Object.fromEntries(
      properties.map((name) => [
        name,
        seesThis || basicProperties.some((basic) => basic === name)
          ? readProperty(caller, user, name)
          : null,
      ]),
    )
  }
}

/** `$metadata#users(displayName)/$entity` and its kin. */
export function toContext(
  origin: string,
  set: string,
  { select, isEntity }: { select?: string[] | undefined; isEntity?: boolean } = {},
): string {
  const selected = select === undefined ? '' : `(${select.join(',')})`
  return `${origin}/v1.0/$metadata#${set}${selected}${isEntity ? '/$entity' : ''}`
}
