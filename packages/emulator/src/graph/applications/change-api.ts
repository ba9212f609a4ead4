import type { ApiScope, ApplicationRegistration, AppRole } from '../../world/application.ts'
import { createNotImplemented, GraphError } from '../graph-error.ts'
import { type Entity, Values } from './values.ts'

const values = new Values('Application')

function createStillEnabled(): GraphError {
  return new GraphError(
    400,
    'CannotDeleteOrUpdateEnabledEntitlement',
    'Permission (scope or role) cannot be deleted or updated unless disabled first.',
  )
}

interface Entitlement {
  id: string
  value: string | null
  isEnabled: boolean
}

/** A permission in use is disabled first, and removed or renamed with the next change. */
function checkEntitlements(before: readonly Entitlement[], after: readonly Entitlement[]): void {
  const taken = after.flatMap(({ id, value }) => (value === null ? [id] : [id, value]))
  if (new Set(taken).size < taken.length) {
    const message = 'Request contains a property with duplicate values.'
    throw new GraphError(400, 'DuplicateValue', message)
  }
  for (const { id, value, isEnabled } of before) {
    const now = after.find((one) => one.id === id)
    if (isEnabled && now?.value !== value) throw createStillEnabled()
  }
}

function parseScope(input: Entity): ApiScope {
  const name = 'oauth2PermissionScopes'
  const { type = 'User', isEnabled = true } = input
  if (type !== 'User' && type !== 'Admin') return values.refuse(name)
  return {
    id: values.getId(input.id, name),
    value: values.getText(input.value, name),
    type,
    isEnabled: values.getBoolean(isEnabled, name),
    adminConsentDisplayName: values.getText(input.adminConsentDisplayName, name),
    adminConsentDescription: values.getText(input.adminConsentDescription, name),
    userConsentDisplayName: values.getOptionalText(input.userConsentDisplayName, name),
    userConsentDescription: values.getOptionalText(input.userConsentDescription, name),
  }
}

function parseRole(input: Entity): AppRole {
  const name = 'appRoles'
  const allowed = values.getTexts(input.allowedMemberTypes, name)
  const kinds = (['User', 'Application'] as const).filter((kind) => allowed.includes(kind))
  if (kinds.length === 0 || kinds.length < allowed.length) values.refuse(name)
  return {
    id: values.getId(input.id, name),
    value: values.getOptionalText(input.value, name),
    displayName: values.getText(input.displayName, name),
    description: values.getText(input.description, name),
    allowedMemberTypes: kinds,
    isEnabled: values.getBoolean(input.isEnabled ?? true, name),
  }
}

function getVersion(value: unknown): ApplicationRegistration['accessTokenVersion'] {
  return value === null || value === 1 || value === 2 ? value : values.refuse('api')
}

/** What the application exposes to others. */
export function changeApi(draft: ApplicationRegistration, value: unknown): void {
  const { oauth2PermissionScopes, requestedAccessTokenVersion, ...rest } = values.getObject(
    value,
    'api',
  )
  for (const [name, member] of Object.entries(rest)) {
    const isEmpty = member === null || (Array.isArray(member) && member.length === 0)
    if (!isEmpty) throw createNotImplemented(`api.${name} of an application`)
  }
  if (requestedAccessTokenVersion !== undefined) {
    draft.accessTokenVersion = getVersion(requestedAccessTokenVersion)
  }
  if (oauth2PermissionScopes === undefined) return
  const scopes = values.getObjects(oauth2PermissionScopes, 'oauth2PermissionScopes').map(parseScope)
  checkEntitlements(draft.scopes, scopes)
  draft.scopes = scopes
}

export function changeAppRoles(draft: ApplicationRegistration, value: unknown): void {
  const roles = values.getObjects(value, 'appRoles').map(parseRole)
  checkEntitlements(draft.appRoles, roles)
  draft.appRoles = roles
}
