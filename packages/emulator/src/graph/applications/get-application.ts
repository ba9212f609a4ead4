import type { ApplicationRegistration } from '../../world/application.ts'
import type { World } from '../../world/world.ts'
import type { Caller } from '../caller.ts'
import { createNotFound } from '../graph-error.ts'

export function listApplications(world: World, { tenant }: Caller): ApplicationRegistration[] {
  return [...world.applications.values()].filter(({ tenantId }) => tenantId === tenant.id)
}

/** By object id, or by `appId=…`. Throws 404 for none of the caller's tenant. */
export function getApplication(world: World, caller: Caller, key: string): ApplicationRegistration {
  const wanted = key.toLowerCase()
  const application = listApplications(world, caller).find(
    ({ id, clientId }) => id === wanted || `appid=${clientId}` === wanted,
  )
  if (application === undefined) throw createNotFound(key.replace(/^appId=/i, ''))
  return application
}
