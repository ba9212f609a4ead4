interface AssignedLicense {
  disabledPlans: string[]
  skuId: string
}

/** A person as Microsoft Graph names the properties; `null` is what Graph answers for an empty one. */
export interface GraphUser {
  id: string
  accountEnabled: boolean
  assignedLicenses: AssignedLicense[]
  businessPhones: string[]
  city: string | null
  companyName: string | null
  country: string | null
  createdDateTime: string
  creationType: string | null
  department: string | null
  displayName: string
  employeeId: string | null
  externalUserState: string | null
  givenName: string | null
  jobTitle: string | null
  mail: string | null
  mailNickname: string
  mobilePhone: string | null
  officeLocation: string | null
  onPremisesSyncEnabled: boolean | null
  preferredLanguage: string | null
  signInSessionsValidFromDateTime: string
  surname: string | null
  usageLocation: string | null
  userPrincipalName: string
  userType: 'Member' | 'Guest'
}

/** What the tenant knows about a person beyond what Graph shows. */
export interface User {
  graph: GraphUser
  tenantId: string
  password: string
  hasPhoto: boolean
  /** Moment on the tenant's clock before which refresh tokens are refused (AADSTS50173). */
  sessionsValidFrom: number
  /**
   * What Active Directory says about a synced person where Graph was told otherwise; undefined when both agree.
   */
  onPremisesAccountEnabled: boolean | undefined
}

export const userProperties = [
  'id',
  'accountEnabled',
  'assignedLicenses',
  'businessPhones',
  'city',
  'companyName',
  'country',
  'createdDateTime',
  'creationType',
  'department',
  'displayName',
  'employeeId',
  'externalUserState',
  'givenName',
  'jobTitle',
  'mail',
  'mailNickname',
  'mobilePhone',
  'officeLocation',
  'onPremisesSyncEnabled',
  'preferredLanguage',
  'signInSessionsValidFromDateTime',
  'surname',
  'usageLocation',
  'userPrincipalName',
  'userType',
] as const satisfies readonly (keyof GraphUser)[]

export type UserProperty = (typeof userProperties)[number]
