import type { UserSeed } from './create-user.ts'
import type { roleTemplateIds } from './ids.ts'

export interface NamedPerson extends UserSeed {
  /** What a person who tries the demo sees when signing in as this one; only those get a button. */
  shows?: string
  role?: keyof typeof roleTemplateIds
}

// 120 characters exactly: the longest job title a table must survive.
const longJobTitle =
  'Deputy Vice-Principal for Curriculum, Assessment, Safeguarding, Timetabling, Estates, Examinations and External Partners'

export const contosoPeople: NamedPerson[] = [
  {
    displayName: 'Ada Admin',
    givenName: 'Ada',
    surname: 'Admin',
    userPrincipalName: 'ada@contoso.test',
    hasPhoto: true,
    jobTitle: 'Head of IT',
    department: 'IT',
    officeLocation: 'North wing 1.04',
    businessPhones: ['+49 30 5550 100'],
    mobilePhone: '+49 151 5550 1000',
    preferredLanguage: 'en-GB',
    usageLocation: 'DE',
    licences: ['enterprise'],
    role: 'globalAdministrator',
    shows: 'Global Administrator: everything',
  },
  {
    displayName: 'Tom Teacher',
    givenName: 'Tom',
    surname: 'Teacher',
    userPrincipalName: 'tom@contoso.test',
    hasPhoto: true,
    jobTitle: 'Mathematics teacher',
    department: 'Mathematics',
    officeLocation: 'Room 214',
    preferredLanguage: 'en-GB',
    usageLocation: 'DE',
    licences: ['faculty', 'classroomPreview'],
    shows: 'Faculty licence: the role Teacher',
  },
  {
    displayName: 'Sara Student',
    givenName: 'Sara',
    surname: 'Student',
    userPrincipalName: 'sara@contoso.test',
    hasPhoto: true,
    jobTitle: 'Student',
    department: 'Year 11',
    preferredLanguage: 'en-GB',
    usageLocation: 'DE',
    licences: ['student'],
    shows: 'Student licence: the role Student',
  },
  {
    displayName: 'Max Member',
    givenName: 'Max',
    surname: 'Member',
    userPrincipalName: 'max@contoso.test',
    mail: null,
    hasSignedIn: false,
    shows: 'No role, no licence, no photo, no mailbox: empty states',
  },
  {
    displayName: 'Dana Disabled',
    givenName: 'Dana',
    surname: 'Disabled',
    userPrincipalName: 'dana@contoso.test',
    jobTitle: 'Librarian',
    department: 'Library',
    accountEnabled: false,
    shows: 'Account disabled: AADSTS50057',
  },
  {
    displayName: 'Gil Guest',
    givenName: 'Gil',
    surname: 'Guest',
    userPrincipalName: 'gil_fabrikam.test#EXT#@contoso.test',
    mail: 'gil@fabrikam.test',
    companyName: 'Fabrikam',
    userType: 'Guest',
    creationType: 'Invitation',
    externalUserState: 'Accepted',
    shows: 'Guest of Fabrikam: no directory',
  },
  {
    displayName: 'Gwen Global',
    givenName: 'Gwen',
    surname: 'Global',
    userPrincipalName: 'gwen@contoso.test',
    hasPhoto: true,
    jobTitle: 'Infrastructure lead',
    department: 'IT',
    role: 'globalAdministrator',
  },
  {
    displayName: 'Uma User-Admin',
    givenName: 'Uma',
    surname: 'User-Admin',
    userPrincipalName: 'uma@contoso.test',
    hasPhoto: true,
    jobTitle: 'Service desk',
    department: 'IT',
    role: 'userAdministrator',
  },
  {
    displayName: 'Ola On-Premises',
    givenName: 'Ola',
    surname: 'On-Premises',
    userPrincipalName: 'ola@contoso.test',
    jobTitle: 'Accountant',
    department: 'Finance',
    onPremisesSyncEnabled: true,
  },
  {
    displayName: 'Break-glass account',
    userPrincipalName: 'breakglass@contoso.test',
    mail: null,
    hasSignedIn: false,
    role: 'globalAdministrator',
  },
  {
    displayName: 'نور الدين الحسيني',
    givenName: 'نور الدين',
    surname: 'الحسيني',
    userPrincipalName: 'noor@contoso.test',
    hasPhoto: true,
    jobTitle: 'معلم الفيزياء',
    department: 'Science',
    preferredLanguage: 'ar',
    licences: ['faculty'],
  },
  {
    displayName: 'Lena Longtitle',
    givenName: 'Lena',
    surname: 'Longtitle',
    userPrincipalName: 'lena@contoso.test',
    hasPhoto: true,
    jobTitle: longJobTitle,
    department: 'Administration',
    licences: ['facultyPlus'],
  },
]

export const fabrikamPeople: NamedPerson[] = [
  {
    displayName: 'Fay Foreign',
    givenName: 'Fay',
    surname: 'Foreign',
    userPrincipalName: 'fay@fabrikam.test',
    hasPhoto: true,
    jobTitle: 'Consultant',
    department: 'Partners',
    role: 'globalAdministrator',
    shows: 'Another organisation: refused by applications of Contoso',
  },
]

export const customersPeople: NamedPerson[] = [
  {
    displayName: 'Cleo Customer',
    givenName: 'Cleo',
    surname: 'Customer',
    userPrincipalName: 'cleo@customers.test',
    creationType: 'LocalAccount',
    identities: [
      {
        signInType: 'emailAddress',
        issuer: 'customers.test',
        issuerAssignedId: 'cleo@customers.test',
      },
    ],
    country: 'DE',
    postalCode: '10115',
    shows: 'A customer, not an employee',
  },
  {
    displayName: 'Gina Google',
    givenName: 'Gina',
    surname: 'Google',
    userPrincipalName: 'gina@customers.test',
    identities: [
      { signInType: 'federated', issuer: 'google.com', issuerAssignedId: '100000000000000000001' },
    ],
    hasPassword: false,
  },
]
