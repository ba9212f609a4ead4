import { readUser, type Tenant } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import { contosoPeople, customersPeople, fabrikamPeople } from './named-people.ts'

export interface DemoPerson {
  user: User
  /** What signing in as this person shows. */
  shows: string
}

/** The people of these tenants that have a button on the sign-in page. */
export function listDemoPeople(tenants: Tenant[]): DemoPerson[] {
  const people = [...contosoPeople, ...fabrikamPeople, ...customersPeople]
  return people.flatMap(({ shows, userPrincipalName }) => {
    if (shows === undefined) return []
    const users = tenants.map((tenant) => readUser(tenant, userPrincipalName))
    const user = users.find((candidate) => candidate !== undefined)
    return user === undefined ? [] : [{ user, shows }]
  })
}
