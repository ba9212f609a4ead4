import { randomUUID } from 'node:crypto'
import { createUser } from '../seed/create-user.ts'
import { addUser } from '../world/tenant.ts'
import { toGraphTime } from '../world/to-graph-time.ts'
import type { User } from '../world/user.ts'
import { readTenant, type World } from '../world/world.ts'
import { ControlError, type Input, readText, toInput } from './control-input.ts'
import { parseUserPatch, type UserPatch } from './parse-user-patch.ts'
import { applyPatch } from './update-user.ts'

/** A person to add: two names, and anything else that can be changed about a person. */
export interface NewUser extends UserPatch {
  displayName: string
  /** Its domain names the tenant. */
  userPrincipalName: string
}

function getName(input: Input, name: 'displayName' | 'userPrincipalName'): string {
  const text = readText(input, name)
  if (text) return text
  throw new ControlError(`"${name}" is missing.`)
}

/** Adds a person with an id of its own, as the portal does. Throws a `ControlError` before anybody is added. */
export function createPerson(world: World, body: unknown): User {
  const input = toInput(body)
  const displayName = getName(input, 'displayName')
  const userPrincipalName = getName(input, 'userPrincipalName')
  const tenant = readTenant(world, userPrincipalName.split('@').at(-1) ?? '')
  if (tenant === undefined) throw new ControlError(`No tenant has "${userPrincipalName}".`)
  if (tenant.usersByPrincipalName.has(userPrincipalName.toLowerCase())) {
    throw new ControlError(`"${userPrincipalName}" is taken.`)
  }
  const patch = parseUserPatch(world, tenant, input)
  const user = createUser(tenant.id, world.seed, {
    id: randomUUID(),
    displayName,
    userPrincipalName,
    createdDateTime: toGraphTime(),
    hasSignedIn: false,
  })
  addUser(tenant, user)
  applyPatch(world, { tenant, user }, patch)
  return user
}
