import { graphPermissions } from '../seed/graph-permissions.ts'
import { graphId } from '../seed/ids.ts'
import { type ApplicationRegistration, listScopeNames } from '../world/application.ts'
import type { World } from '../world/world.ts'
import { EntraError } from './entra-error.ts'

const identityScopes = ['openid', 'profile', 'email', 'offline_access']

/** One wanted permission of one API. */
export interface RequestedScope {
  resourceId: string
  /** The API as the client named it, `api://…` or a bare id; empty for Graph's short names. */
  audience: string
  /** `User.Read`, or `.default`. */
  name: string
  /** As the client wrote it; the answer repeats it so. */
  written: string
}

export interface ScopeRequest {
  /** Of `openid profile email offline_access`. */
  identity: string[]
  /** In the order asked; several APIs may be asked for at authorize. */
  scopes: RequestedScope[]
}

export interface ScopeContext {
  world: World
  application: ApplicationRegistration
  tenantName: string
}

/** By client id, which always names an application, or by one of its own URIs. */
function readNamedApi(world: World, name: string): ApplicationRegistration | undefined {
  const folded = name.toLowerCase()
  const byId = world.applications.get(folded)
  if (byId !== undefined) return byId
  return [...world.applications.values()].find(({ identifierUris }) =>
    identifierUris.some((uri) => uri.toLowerCase() === folded),
  )
}

function readResource({ world }: ScopeContext, prefix: string): string | undefined {
  const name = prefix.replace(/\/$/, '')
  // The emulator's own origin is what graph.microsoft.com is on the cloud, so both name Graph.
  if (['', 'https://graph.microsoft.com', world.origin, graphId].includes(name)) return graphId
  const api = readNamedApi(world, name)
  if (api?.servicePrincipal === undefined) return undefined
  return api.scopes.length > 0 || api.appRoles.length > 0 ? api.clientId : undefined
}

function isKnownScope(world: World, resourceId: string, name: string): boolean {
  if (resourceId === graphId) return (graphPermissions.get(name)?.delegated ?? null) !== null
  const api = world.applications.get(resourceId)
  return api !== undefined && listScopeNames(api).includes(name)
}

function parseOne(context: ScopeContext, written: string): RequestedScope {
  const slash = written.lastIndexOf('/')
  const prefix = written.slice(0, Math.max(slash, 0))
  const name = written.slice(slash + 1)
  const resourceId = readResource(context, prefix)
  if (resourceId === undefined) {
    throw new EntraError(500011, { resource: prefix, tenant: context.tenantName })
  }
  if (name !== '.default' && !isKnownScope(context.world, resourceId, name)) {
    const application = context.application.displayName
    throw new EntraError(650053, { application, scope: name, resource: resourceId })
  }
  return { resourceId, audience: prefix.replace(/\/$/, ''), name, written }
}

/**
 * Reads the `scope` parameter: names without a resource are Graph's. `.default` stands for all configured
 * permissions and may not be mixed with named ones of its resource (AADSTS70011).
 */
export function parseScope(context: ScopeContext, scope: string): ScopeRequest {
  const words = scope.split(/\s+/).filter((word) => word !== '')
  const identity = identityScopes.filter((name) => words.includes(name))
  const rest = words.filter((word) => !identityScopes.includes(word))
  const scopes = rest.map((written) => parseOne(context, written))
  for (const { resourceId, written } of scopes.filter(({ name }) => name === '.default')) {
    const isMixed = scopes.some(
      (other) => other.resourceId === resourceId && other.name !== '.default',
    )
    if (isMixed) throw new EntraError(70011, { scope: written })
  }
  return { identity, scopes }
}
