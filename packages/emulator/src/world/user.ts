/** A name that a person signs in by besides the user principal name, which everyone has. */
interface ObjectIdentity {
  signInType: 'emailAddress' | 'federated'
  /** The tenant's domain, or who else proves the identity, such as `google.com`. */
  issuer: string
  issuerAssignedId: string
}

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
  /** Without the user principal name, which Graph shows as one more. */
  identities: ObjectIdentity[]
  jobTitle: string | null
  mail: string | null
  mailNickname: string
  mobilePhone: string | null
  officeLocation: string | null
  onPremisesSyncEnabled: boolean | null
  postalCode: string | null
  preferredLanguage: string | null
  signInSessionsValidFromDateTime: string
  surname: string | null
  usageLocation: string | null
  userPrincipalName: string
  userType: 'Member' | 'Guest'
}

/** https://learn.microsoft.com/graph/api/resources/signinactivity */
export interface SignInActivity {
  lastSignInDateTime: string | null
  lastSignInRequestId: string | null
  lastNonInteractiveSignInDateTime: string | null
  lastNonInteractiveSignInRequestId: string | null
  lastSuccessfulSignInDateTime: string | null
  lastSuccessfulSignInRequestId: string | null
}

/** What the tenant knows about a person beyond what Graph shows. */
export interface User {
  graph: GraphUser
  tenantId: string
  /** Grows with everyone who is added to the tenant, and never changes: what pages of people are cut by. */
  position: number
  /** Undefined for who signs in by one-time codes or elsewhere. */
  password: string | undefined
  hasPhoto: boolean
  /** Moment on the tenant's clock before which refresh tokens are refused (AADSTS50173). */
  sessionsValidFrom: number
  /**
   * What Active Directory says about a synced person where Graph was told otherwise; undefined when both agree.
   */
  onPremisesAccountEnabled: boolean | undefined
  /** Null for who has never signed in; undefined until somebody asks, as 200,000 of them would take a while. */
  signInActivity: SignInActivity | null | undefined
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
  'postalCode',
  'preferredLanguage',
  'signInSessionsValidFromDateTime',
  'surname',
  'usageLocation',
  'userPrincipalName',
  'userType',
] as const satisfies readonly (keyof GraphUser)[]

export type UserProperty = (typeof userProperties)[number]
