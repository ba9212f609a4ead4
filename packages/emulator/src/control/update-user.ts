import { isSortProperty } from '../graph/odata/order.ts'
import { listRoleNames } from '../world/application.ts'
import { revokeSessions } from '../world/revoke-sessions.ts'
import { readUser, type Tenant } from '../world/tenant.ts'
import type { GraphUser, User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import {
  ControlError,
  type Input,
  readBoolean,
  refuseOthers,
  toInput,
  toRoleTemplateId,
} from './control-input.ts'

/** What may be changed about a person from outside. */
export interface UserPatch {
  accountEnabled?: boolean
  /** Roles that applications of the tenant define, such as `Batches.Write`; replaces all of the person's. */
  appRoles?: string[]
  assignedLicenses?: string[]
  businessPhones?: string[]
  city?: string | null
  companyName?: string | null
  country?: string | null
  department?: string | null
  /** `globalAdministrator` and its kin, or role template ids; replaces all roles. */
  directoryRoles?: string[]
  displayName?: string
  employeeId?: string | null
  givenName?: string | null
  hasPhoto?: boolean
  jobTitle?: string | null
  mail?: string | null
  mailNickname?: string
  mobilePhone?: string | null
  officeLocation?: string | null
  onPremisesSyncEnabled?: boolean | null
  password?: string
  postalCode?: string | null
  preferredLanguage?: string | null
  /** Refuses every refresh token issued so far (AADSTS50173). */
  revokeSessions?: boolean
  surname?: string | null
  usageLocation?: string | null
  userPrincipalName?: string
  userType?: 'Member' | 'Guest'
}

const textProperties = [
  'city',
  'companyName',
  'country',
  'department',
  'displayName',
  'employeeId',
  'givenName',
  'jobTitle',
  'mail',
  'mailNickname',
  'mobilePhone',
  'officeLocation',
  'postalCode',
  'preferredLanguage',
  'surname',
  'usageLocation',
  'userPrincipalName',
] as const
const requiredTexts: readonly string[] = ['displayName', 'mailNickname', 'userPrincipalName']
const others = [
  'accountEnabled',
  'appRoles',
  'assignedLicenses',
  'businessPhones',
  'directoryRoles',
  'hasPhoto',
  'onPremisesSyncEnabled',
  'password',
  'revokeSessions',
  'userType',
]

function readTexts(input: Input): Partial<GraphUser> {
  const wanted = textProperties.filter((name) => input[name] !== undefined)
  for (const name of wanted) {
    const value = input[name]
    const isFine = typeof value === 'string' || (value === null && !requiredTexts.includes(name))
    if (!isFine) throw new ControlError(`"${name}" must be a text.`)
  }
  return Object.fromEntries(wanted.map((name) => [name, input[name]]))
}

function readPhones({ businessPhones }: Input): Partial<GraphUser> {
  if (businessPhones === undefined) return {}
  const isList = Array.isArray(businessPhones)
  if (isList && businessPhones.every((phone) => typeof phone === 'string')) {
    return { businessPhones }
  }
  throw new ControlError('"businessPhones" must be a list of texts.')
}

function readLicences(tenant: Tenant, input: Input): Partial<GraphUser> {
  const value = input.assignedLicenses
  if (value === undefined) return {}
  const skuIds = Array.isArray(value) ? value.map((item) => item?.skuId ?? item) : undefined
  if (skuIds?.every((skuId) => tenant.skus.some((sku) => sku.skuId === skuId)) !== true) {
    throw new ControlError('"assignedLicenses" must be a list of the tenant\'s SKU ids.')
  }
  return { assignedLicenses: skuIds.map((skuId: string) => ({ disabledPlans: [], skuId })) }
}

function readFlags(input: Input): Partial<GraphUser> {
  const accountEnabled = readBoolean(input, 'accountEnabled')
  const { userType, onPremisesSyncEnabled } = input
  if (userType !== undefined && userType !== 'Member' && userType !== 'Guest') {
    throw new ControlError('"userType" must be Member or Guest.')
  }
  if (onPremisesSyncEnabled !== null) readBoolean(input, 'onPremisesSyncEnabled')
  return {
    ...(accountEnabled !== undefined && { accountEnabled }),
    ...(userType !== undefined && { userType }),
    ...(onPremisesSyncEnabled !== undefined && {
      onPremisesSyncEnabled: onPremisesSyncEnabled as boolean | null,
    }),
  }
}

function readRoles(input: Input): string[] | undefined {
  const value = input.directoryRoles
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw new ControlError('"directoryRoles" must be a list.')
  return value.map(toRoleTemplateId)
}

function readAppRoles({ applications }: World, { appRoles }: Input): string[] | undefined {
  if (appRoles === undefined) return undefined
  const known = [...applications.values()].flatMap(listRoleNames)
  if (Array.isArray(appRoles) && appRoles.every((role) => known.includes(role))) return appRoles
  throw new ControlError(`"appRoles" must be a list of some of ${known.join(', ')}.`)
}

/** Throws a `ControlError` for an id or user principal name of nobody. */
export function getTenantAndUser(world: World, id: string): { tenant: Tenant; user: User } {
  for (const tenant of world.tenants) {
    const user = readUser(tenant, id)
    if (user !== undefined) return { tenant, user }
  }
  throw new ControlError(`There is no person "${id}" in the demo tenant.`)
}

/** Changes a person at once. Throws a `ControlError` before anything is changed when the patch is wrong. */
export function updateUser(world: World, idOrPrincipalName: string, body: unknown): User {
  const { tenant, user } = getTenantAndUser(world, idOrPrincipalName)
  const input = toInput(body)
  refuseOthers(input, [...textProperties, ...others])
  const change = {
    ...readTexts(input),
    ...readFlags(input),
    ...readPhones(input),
    ...readLicences(tenant, input),
  }
  const roles = readRoles(input)
  const appRoles = readAppRoles(world, input)
  const revokes = readBoolean(input, 'revokeSessions')
  const hasPhoto = readBoolean(input, 'hasPhoto')
  const { password } = input
  if (password !== undefined && typeof password !== 'string') {
    throw new ControlError('"password" must be a text.')
  }
  renameUser(tenant, user, change.userPrincipalName)
  Object.assign(user.graph, change)
  if (change.accountEnabled !== undefined) user.onPremisesAccountEnabled = undefined
  if (password !== undefined) user.password = password
  if (hasPhoto !== undefined) user.hasPhoto = hasPhoto
  if (appRoles !== undefined) assignAppRoles(world, user, appRoles)
  if (roles !== undefined) assignRoles(tenant, user, roles)
  if (revokes) revokeSessions(world, user)
  tenant.version += 1
  if (Object.keys(change).some(isSortProperty)) tenant.sortVersion += 1
  return user
}

function renameUser(tenant: Tenant, user: User, name: string | undefined): void {
  if (name === undefined) return
  const key = name.toLowerCase()
  const holder = tenant.usersByPrincipalName.get(key)
  if (holder !== undefined && holder !== user) throw new ControlError(`"${name}" is taken.`)
  tenant.usersByPrincipalName.delete(user.graph.userPrincipalName.toLowerCase())
  tenant.usersByPrincipalName.set(key, user)
}

/** Of every application that defines such a role. */
function assignAppRoles({ applications, grants }: World, user: User, roles: string[]): void {
  const { tenantId } = user
  const userId = user.graph.id
  for (const assignment of grants.assignments) {
    const { principal } = assignment
    if ('userId' in principal && principal.userId === userId) grants.assignments.delete(assignment)
  }
  const createdDateTime = `${new Date().toISOString().slice(0, 19)}Z`
  for (const application of applications.values()) {
    const resourceId = application.clientId
    for (const role of listRoleNames(application).filter((name) => roles.includes(name))) {
      grants.assignments.add({ tenantId, resourceId, role, principal: { userId }, createdDateTime })
    }
  }
}

function assignRoles(tenant: Tenant, user: User, templateIds: string[]): void {
  for (const role of tenant.directoryRoles) {
    if (templateIds.includes(role.roleTemplateId)) role.members.add(user.graph.id)
    else role.members.delete(user.graph.id)
  }
}
