import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { UserPatch } from '../control/parse-user-patch.ts'
import { updateUser } from '../control/update-user.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import { requireAuthority } from './account-authority.ts'
import { type Caller, getCaller } from './caller.ts'
import { createRequestDenied } from './graph-error.ts'
import { createBadRequest, parseUserChange } from './parse-user-change.ts'
import { hasPermission, permissionRules, requirePermission } from './permission.ts'
import { getUser } from './user.ts'

/** `User.EnableDisableAccount.All` opens `accountEnabled` alone, and together with a permission to read people. */
function requireWrite(request: FastifyRequest, caller: Caller, change: UserPatch): void {
  const names = Object.keys(change)
  const isAboutAccount = names.length === 1 && names[0] === 'accountEnabled'
  const { enableAccounts, changeUsers, readAllProperties } = permissionRules
  requirePermission(request, caller, isAboutAccount ? enableAccounts : changeUsers)
  if (!hasPermission(caller, readAllProperties)) throw createRequestDenied()
}

/** The rest of an account that is synced belongs to Active Directory. */
const writableWhenSynced: readonly string[] = ['accountEnabled', 'usageLocation']

function refuseSynced({ graph }: User, change: UserPatch): void {
  if (!graph.onPremisesSyncEnabled) return
  if (Object.keys(change).every((name) => writableWhenSynced.includes(name))) return
  throw createBadRequest(
    'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
  )
}

function refusePrincipalName({ tenant }: Caller, user: User, name: string | undefined): void {
  if (name === undefined) return
  if (!name.toLowerCase().endsWith(`@${tenant.domain}`)) {
    throw createBadRequest('Property userPrincipalName is invalid.')
  }
  const holder = tenant.usersByPrincipalName.get(name.toLowerCase())
  if (holder === undefined || holder === user) return
  throw createBadRequest(
    'Another object with the same value for property userPrincipalName already exists.',
  )
}

/** What Active Directory says outlives the change, until the next synchronisation. */
function writeUser(world: World, user: User, change: UserPatch): void {
  const { graph, onPremisesAccountEnabled = graph.accountEnabled } = user
  updateUser(world, graph.id, change)
  if (graph.onPremisesSyncEnabled && change.accountEnabled !== undefined) {
    user.onPremisesAccountEnabled = onPremisesAccountEnabled
  }
}

/** Answers 204 without a body. https://learn.microsoft.com/graph/api/user-update */
export function registerPatchUser(app: FastifyInstance, world: World): void {
  app.patch<{ Params: { id: string } }>('/users/:id', async (request, reply) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.enableAccounts)
    const change = parseUserChange(request.body)
    requireWrite(request, caller, change)
    const user = getUser(caller, request.params.id)
    requireAuthority(caller, user)
    refuseSynced(user, change)
    refusePrincipalName(caller, user, change.userPrincipalName)
    writeUser(world, user, change)
    return reply.code(204).send()
  })
}
