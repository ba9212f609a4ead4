import { createChanges } from '../world/changes.ts'
import { createGuid } from '../world/random.ts'
import { type DirectoryRole, placeUser, type Tenant } from '../world/tenant.ts'
import { createUser } from './create-user.ts'
import { generatePeople } from './generated-people.ts'
import { seedGroups } from './groups.ts'
import { contosoId, customersId, fabrikamId, roleTemplateIds } from './ids.ts'
import { contosoPeople, customersPeople, fabrikamPeople, type NamedPerson } from './named-people.ts'
import { skus } from './skus.ts'

const roles: [keyof typeof roleTemplateIds, name: string, description: string][] = [
  [
    'globalAdministrator',
    'Global Administrator',
    'Can manage all aspects of Microsoft Entra ID and Microsoft services that use its identities.',
  ],
  [
    'userAdministrator',
    'User Administrator',
    'Can manage all aspects of users and groups, including resetting passwords for limited admins.',
  ],
  [
    'globalReader',
    'Global Reader',
    'Can read everything that a Global Administrator can, but not update anything.',
  ],
  [
    'directoryReaders',
    'Directory Readers',
    'Can read basic directory information. Commonly used to grant directory read access to guests.',
  ],
  [
    'authenticationAdministrator',
    'Authentication Administrator',
    'Can access to view, set and reset authentication method information for any non-admin user.',
  ],
  [
    'privilegedAuthenticationAdministrator',
    'Privileged Authentication Administrator',
    'Can access to view, set and reset authentication method information for any user (admin or non-admin).',
  ],
]

function createRoles(tenantId: string, seed: string): DirectoryRole[] {
  return roles.map(([name, displayName, description]) => ({
    id: createGuid(`${seed}:${tenantId}:role:${name}`),
    roleTemplateId: roleTemplateIds[name],
    displayName,
    description,
    members: new Set(),
  }))
}

interface TenantSeed {
  id: string
  domain: string
  displayName: string
  isForCustomers: boolean
  people: NamedPerson[]
}

function createTenant(seed: string, { people, ...names }: TenantSeed): Tenant {
  const tenant: Tenant = {
    ...names,
    users: [],
    usersById: new Map(),
    usersByPrincipalName: new Map(),
    directoryRoles: createRoles(names.id, seed),
    groups: [],
    skus: Object.values(skus),
    changes: createChanges(),
    lastPosition: 0,
    version: 0,
    sortVersion: 0,
  }
  for (const { shows: _, role, ...person } of people) {
    const user = createUser(tenant.id, seed, person)
    placeUser(tenant, user)
    const assigned = tenant.directoryRoles.find(
      (candidate) => role && candidate.roleTemplateId === roleTemplateIds[role],
    )
    assigned?.members.add(user.graph.id)
  }
  return tenant
}

/** The three tenants with their people; `users` generated ones join Contoso. */
export function seedTenants(seed: string, users: number): Tenant[] {
  const contoso = createTenant(seed, {
    id: contosoId,
    domain: 'contoso.test',
    displayName: 'Contoso',
    isForCustomers: false,
    people: contosoPeople,
  })
  for (const user of generatePeople(seed, users, contoso)) placeUser(contoso, user)
  contoso.groups = seedGroups(contoso, seed)
  return [
    contoso,
    createTenant(seed, {
      id: fabrikamId,
      domain: 'fabrikam.test',
      displayName: 'Fabrikam',
      isForCustomers: false,
      people: fabrikamPeople,
    }),
    createTenant(seed, {
      id: customersId,
      domain: 'customers.test',
      displayName: 'Contoso customers',
      isForCustomers: true,
      people: customersPeople,
    }),
  ]
}
