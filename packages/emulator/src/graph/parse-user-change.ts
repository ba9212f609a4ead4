import type { UserPatch } from '../control/parse-user-patch.ts'
import { type UserProperty, userProperties } from '../world/user.ts'
import { createNotImplemented, GraphError } from './graph-error.ts'

type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isOptionalText: Check = (value) => value === null || isText(value)
const isRequiredText: Check = (value) => isText(value) && value !== ''

/** What can be written of a person, and how it looks. https://learn.microsoft.com/graph/api/user-update */
const checks: Partial<Record<UserProperty, Check>> = {
  accountEnabled: (value) => typeof value === 'boolean',
  businessPhones: (value) => Array.isArray(value) && value.every(isText),
  city: isOptionalText,
  companyName: isOptionalText,
  country: isOptionalText,
  department: isOptionalText,
  displayName: isRequiredText,
  employeeId: isOptionalText,
  givenName: isOptionalText,
  jobTitle: isOptionalText,
  mail: isOptionalText,
  mailNickname: isRequiredText,
  mobilePhone: isOptionalText,
  officeLocation: isOptionalText,
  preferredLanguage: isOptionalText,
  surname: isOptionalText,
  usageLocation: isOptionalText,
  userPrincipalName: isRequiredText,
  userType: (value) => value === 'Member' || value === 'Guest',
}

/** Graph could, this tenant cannot. */
const missing: readonly string[] = [
  'ageGroup',
  'consentProvidedForMinor',
  'employeeHireDate',
  'employeeLeaveDateTime',
  'employeeOrgData',
  'employeeType',
  'faxNumber',
  'identities',
  'onPremisesExtensionAttributes',
  'onPremisesImmutableId',
  'otherMails',
  'passwordPolicies',
  'passwordProfile',
  'postalCode',
  'showInAddressList',
  'state',
  'streetAddress',
]

export function createBadRequest(message: string): GraphError {
  return new GraphError(400, 'Request_BadRequest', message)
}

function checkProperty(name: string, value: unknown): void {
  if (missing.includes(name)) throw createNotImplemented(`${name} in a change of a user`)
  const check = Object.hasOwn(checks, name) ? checks[name as UserProperty] : undefined
  if (check?.(value)) return
  if (check !== undefined) {
    throw createBadRequest(`Invalid value specified for property '${name}' of resource 'User'.`)
  }
  const isKnown = userProperties.some((known) => known === name)
  throw createBadRequest(
    isKnown ? `Property '${name}' is read-only and cannot be set.` : `Invalid property '${name}'.`,
  )
}

/** The properties to write, annotations such as `@odata.type` left out. Throws 400 when one cannot be. */
export function parseUserChange(body: unknown): UserPatch {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw createBadRequest('Empty Payload. JSON content expected.')
  }
  const entries = Object.entries(body).filter(([name]) => !name.startsWith('@odata.'))
  if (entries.length === 0) throw createBadRequest('Empty Payload. JSON content expected.')
  for (const [name, value] of entries) checkProperty(name, value)
  return Object.fromEntries(entries)
}
