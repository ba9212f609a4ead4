import { graphApi } from '../../seed/graph-api.ts'
import { type Api, toApi } from '../../world/api.ts'
import type { World } from '../../world/world.ts'
import type { Caller } from '../caller.ts'
import { createNotFound } from '../graph-error.ts'
import { listApplications } from './get-application.ts'

/** Everything in the tenant that has a service principal: its applications, and Graph. */
export function listApis(world: World, caller: Caller): Api[] {
  return [graphApi, ...listApplications(world, caller).flatMap((one) => toApi(one) ?? [])]
}

export function findApi(world: World, caller: Caller, key: string): Api | undefined {
  const wanted = key.toLowerCase()
  return listApis(world, caller).find(
    ({ clientId, servicePrincipal }) =>
      servicePrincipal.id === wanted || `appid=${clientId}` === wanted,
  )
}

/** By the service principal's object id, or by `appId=…`. Throws 404. */
export function getApi(world: World, caller: Caller, key: string): Api {
  const api = findApi(world, caller, key)
  if (api === undefined) throw createNotFound(key.replace(/^appId=/i, ''))
  return api
}
