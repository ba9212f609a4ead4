import { listRoleNames } from '../world/application.ts'
import type { Tenant } from '../world/tenant.ts'
import type { GraphUser } from '../world/user.ts'
import type { World } from '../world/world.ts'
import {
  ControlError,
  type Input,
  readBoolean,
  readText,
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

/** A patch that was checked: what it says of the person, and what Graph shows elsewhere or not at all. */
export interface CheckedPatch {
  change: Partial<GraphUser>
  roles: string[] | undefined
  appRoles: string[] | undefined
  revokes: boolean | undefined
  hasPhoto: boolean | undefined
  password: string | undefined
}

/** Throws a `ControlError` for what cannot be said of a person of this tenant. */
export function parseUserPatch(world: World, tenant: Tenant, body: unknown): CheckedPatch {
  const input = toInput(body)
  refuseOthers(input, [...textProperties, ...others])
  return {
    change: {
      ...readTexts(input),
      ...readFlags(input),
      ...readPhones(input),
      ...readLicences(tenant, input),
    },
    roles: readRoles(input),
    appRoles: readAppRoles(world, input),
    revokes: readBoolean(input, 'revokeSessions'),
    hasPhoto: readBoolean(input, 'hasPhoto'),
    password: readText(input, 'password'),
  }
}
