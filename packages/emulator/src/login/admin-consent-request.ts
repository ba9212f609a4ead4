import { graphId } from '../seed/ids.ts'
import { listRequiredAccess, type RequiredAccess } from '../world/application.ts'
import type { Purpose } from '../world/issued.ts'
import type { World } from '../world/world.ts'
import { type AnswerTarget, getAnswerTarget, type PersonRequest } from './authorization-request.ts'
import { EntraError } from './entra-error.ts'
import type { NamedScope } from './granted-scopes.ts'
import type { Parameters } from './parameters.ts'
import { parseScope, type ScopeRequest } from './scope.ts'
import { toTenantName } from './tenant-segment.ts'

export type AdminConsentPurpose = Exclude<Purpose, 'authorize' | 'device'>

export interface AdminConsentRequest extends PersonRequest {
  purpose: AdminConsentPurpose
  /** What the application wants for every person of the tenant. */
  scopes: NamedScope[]
  /** What it wants for itself. */
  roles: NamedScope[]
}

type Asked = Pick<AdminConsentRequest, 'scopes' | 'roles'>

/** An API that is named twice, as by `openid` and `.default`, brings each permission once. */
function toNamed(accesses: RequiredAccess[], kind: 'delegated' | 'application'): NamedScope[] {
  const named = accesses.flatMap(({ resourceId, [kind]: names }) =>
    names.map((name) => ({ resourceId, name })),
  )
  return [...new Map(named.map((one) => [`${one.resourceId}/${one.name}`, one])).values()]
}

function toAsked(accesses: RequiredAccess[]): Asked {
  return { scopes: toNamed(accesses, 'delegated'), roles: toNamed(accesses, 'application') }
}

/** Application permissions have no names in a scope: only an API's `.default` brings them. */
function listAsked({ application }: AnswerTarget, { identity, scopes }: ScopeRequest): Asked {
  const all = scopes.filter(({ name }) => name === '.default')
  const named = scopes.filter(({ name }) => name !== '.default')
  return toAsked([
    { resourceId: graphId, delegated: identity, application: [] },
    ...named.map(({ resourceId, name }) => ({ resourceId, delegated: [name], application: [] })),
    ...all.map(({ resourceId }) => listRequiredAccess(application, resourceId)),
  ])
}

/** A request for admin consent, before anybody has looked at what it asks for. */
export interface AdminConsentCall {
  tenantSegment: string
  purpose: AdminConsentPurpose
  parameters: Parameters
}

/**
 * Throws what can only be shown on a page of the tenant. `common` has personal accounts in it, which have no tenant
 * to consent for: the newer form does without.
 */
export function getAdminConsentTarget(
  world: World,
  { tenantSegment, purpose, parameters }: AdminConsentCall,
): AnswerTarget {
  const target = getAnswerTarget(world, tenantSegment, parameters)
  const isCommon = target.segment.name === 'common'
  if (isCommon && purpose === 'adminConsent') throw new EntraError(50059)
  return { ...target, responseMode: 'query' }
}

/**
 * What an administrator is asked to grant: by `scope`, or in the older form all that the registration lists. Throws
 * what the application is told by a redirect.
 */
export function getAdminConsentRequest(
  world: World,
  target: AnswerTarget,
  { purpose, parameters }: Pick<AdminConsentCall, 'purpose' | 'parameters'>,
): AdminConsentRequest {
  const { application, segment } = target
  let asked = toAsked(application.requiredAccess)
  if (purpose === 'adminConsent') {
    if (!parameters.scope) throw new EntraError(900144, { parameter: 'scope' })
    const context = { world, application, tenantName: toTenantName(segment) }
    asked = listAsked(target, parseScope(context, parameters.scope))
  }
  return {
    ...target,
    purpose,
    parameters,
    ...asked,
    prompt: undefined,
    maxAgeSeconds: undefined,
    claims: { handlesChallenges: false, demands: {}, acrs: [] },
  }
}
