import { graphPermissions } from '../seed/graph-permissions.ts'
import { listRoleNames, listScopeNames } from '../world/application.ts'
import { type PermissionKind, permissionKinds } from '../world/grants.ts'
import type { World } from '../world/world.ts'
import { ControlError, omitUndefined, readChoice, refuseOthers, toInput } from './control-input.ts'

/** Which consent to take away; what is left out means all. */
export interface WithdrawalRequest {
  clientId?: string
  /** By name, such as `User.Read.All`; of every API that knows one. */
  permissions?: string[]
  /** Only what applications may do for people, or only what they may do by themselves. */
  kind?: PermissionKind
}

function isListOfNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
}

function parseWithdrawal(world: World, body: unknown): WithdrawalRequest {
  const input = toInput(body)
  refuseOthers(input, ['clientId', 'permissions', 'kind'])
  const { clientId, permissions } = input
  const applications = [...world.applications.values()]
  if (clientId !== undefined && !applications.some((known) => known.clientId === clientId)) {
    throw new ControlError(`No application has the client id "${clientId}".`)
  }
  if (permissions !== undefined && !isListOfNames(permissions)) {
    throw new ControlError('"permissions" must be a list of names.')
  }
  const own = applications.flatMap((one) => [...listScopeNames(one), ...listRoleNames(one)])
  const unknown = permissions?.find((name) => !graphPermissions.has(name) && !own.includes(name))
  if (unknown !== undefined) throw new ControlError(`No API has a permission "${unknown}".`)
  return omitUndefined({
    clientId,
    permissions,
    kind: readChoice(input, 'kind', permissionKinds),
  }) as WithdrawalRequest
}

/** Answers how many grants were taken away. */
export function withdrawConsent(world: World, request: unknown): { withdrawn: number } {
  const { clientId, permissions, kind } = parseWithdrawal(world, request)
  const withdrawn = world.grants.withdraw(
    (granted) =>
      (clientId === undefined || granted.clientId === clientId) &&
      (permissions === undefined || permissions.includes(granted.name)) &&
      (kind === undefined || granted.kind === kind),
  )
  return { withdrawn }
}

/** Over HTTP all is asked for in a word: an empty body withdraws nothing by mistake. */
export function toWithdrawal(body: unknown): WithdrawalRequest {
  const input = toInput(body)
  refuseOthers(input, ['withdraw', 'client', 'kind'])
  const { withdraw, client, kind } = input
  if (withdraw !== 'all' && !isListOfNames(withdraw)) {
    throw new ControlError('"withdraw" must be "all" or a list of permission names.')
  }
  const permissions = withdraw === 'all' ? undefined : withdraw
  return omitUndefined({ clientId: client, permissions, kind }) as WithdrawalRequest
}
