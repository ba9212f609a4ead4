import { createGuid } from '../world/random.ts'
import type { GraphUser, User } from '../world/user.ts'
import { demoPassword } from './ids.ts'
import { type SkuName, skus } from './skus.ts'

export interface UserSeed extends Partial<Omit<GraphUser, 'assignedLicenses'>> {
  displayName: string
  userPrincipalName: string
  licences?: SkuName[]
  hasPhoto?: boolean
  /** Yes by default; customers may sign in by one-time codes or elsewhere. */
  hasPassword?: boolean
  /** As the person's id has it by default. */
  hasSignedIn?: false
}

/** A person of a tenant; what the seed leaves out is empty, as for an account made in the portal. */
export function createUser(tenantId: string, seed: string, person: UserSeed): User {
  const { licences = [], hasPhoto = false, hasPassword = true, hasSignedIn, ...properties } = person
  const mailNickname = person.userPrincipalName.split('@')[0]?.replace('#EXT#', '') ?? ''
  const createdDateTime = person.createdDateTime ?? '2019-08-26T07:30:00Z'
  const graph: GraphUser = {
    id: createGuid(`${seed}:${tenantId}:user:${person.userPrincipalName}`),
    accountEnabled: true,
    assignedLicenses: licences.map((name) => ({ disabledPlans: [], skuId: skus[name].skuId })),
    businessPhones: [],
    city: null,
    companyName: null,
    country: null,
    createdDateTime,
    creationType: null,
    department: null,
    employeeId: null,
    externalUserState: null,
    givenName: null,
    identities: [],
    jobTitle: null,
    mail: person.userPrincipalName,
    mailNickname,
    mobilePhone: null,
    officeLocation: null,
    onPremisesSyncEnabled: null,
    postalCode: null,
    preferredLanguage: null,
    signInSessionsValidFromDateTime: createdDateTime,
    surname: null,
    usageLocation: null,
    userType: 'Member',
    ...properties,
  }
  return {
    graph,
    tenantId,
    position: 0,
    password: hasPassword ? demoPassword : undefined,
    hasPhoto,
    sessionsValidFrom: 0,
    onPremisesAccountEnabled: undefined,
    signInActivity: hasSignedIn === false ? null : undefined,
  }
}
