import { randomUUID } from 'node:crypto'
import { createUser } from '../../seed/create-user.ts'
import { addUser, type Tenant } from '../../world/tenant.ts'
import { toGraphTime } from '../../world/to-graph-time.ts'
import type { User } from '../../world/user.ts'
import type { World } from '../../world/world.ts'
import type { Attributes } from './attributes-page.ts'

const providerNames: Record<string, string> = { 'google.com': 'Google' }

export interface SocialAccount {
  user: User
  provider: string
}

/** What a person is called by who vouches for them; undefined for a local account. */
export function readProvider({ graph }: User): string | undefined {
  const issuer = graph.identities.find(({ signInType }) => signInType === 'federated')?.issuer
  return issuer && (providerNames[issuer] ?? issuer)
}

/** The customers that somebody else vouches for. */
export function listSocialAccounts({ users }: Tenant): SocialAccount[] {
  return users.flatMap((user) => {
    const provider = readProvider(user)
    return provider === undefined ? [] : [{ user, provider }]
  })
}

/** Whose address this is. */
export function readCustomer({ users }: Tenant, email: string): User | undefined {
  const key = email.toLowerCase()
  return users.find(({ graph }) => graph.mail?.toLowerCase() === key)
}

interface NewCustomer {
  email: string
  password: string | undefined
  attributes: Attributes
}

/** A local account as a sign-up makes it: named by its object id, and signed in to by the address. */
export function addCustomer(
  { seed }: World,
  tenant: Tenant,
  { email, password, attributes }: NewCustomer,
): User {
  const id = randomUUID()
  const user = createUser(tenant.id, seed, {
    id,
    userPrincipalName: `${id}@${tenant.domain}`,
    displayName: attributes.displayName,
    country: attributes.country || null,
    postalCode: attributes.postalCode || null,
    mail: email,
    identities: [{ signInType: 'emailAddress', issuer: tenant.domain, issuerAssignedId: email }],
    creationType: 'LocalAccount',
    createdDateTime: toGraphTime(),
    hasSignedIn: false,
  })
  user.password = password
  addUser(tenant, user)
  return user
}
