import { readApi } from '../../world/api.ts'
import {
  type ApplicationRegistration,
  claimLists,
  type OptionalClaims,
  type RequiredAccess,
} from '../../world/application.ts'
import { getTenant, type World } from '../../world/world.ts'
import { createNotImplemented, GraphError } from '../graph-error.ts'
import { createBadRequest } from '../parse-user-change.ts'
import { type Entity, Values } from './values.ts'

const values = new Values('Application')

/** Permissions by id become names; an id that the API does not have is refused. */
function parseAccess(world: World, input: Entity): RequiredAccess {
  const name = 'requiredResourceAccess'
  const resourceId = values.getId(input.resourceAppId, name)
  const api = readApi(world, resourceId)
  const listed = values.getObjects(input.resourceAccess, name)
  const toNames = (type: string, known: readonly { id: string; value: string | null }[]) =>
    listed
      .filter((entry) => entry.type === type)
      .map(({ id }) => known.find((one) => one.id === id)?.value ?? values.refuse(name))
  if (!listed.every(({ type }) => type === 'Scope' || type === 'Role')) values.refuse(name)
  return {
    resourceId,
    delegated: toNames('Scope', api?.scopes ?? []),
    application: toNames('Role', api?.appRoles ?? []),
  }
}

export function changeRequiredAccess(
  draft: ApplicationRegistration,
  value: unknown,
  world: World,
): void {
  const inputs = values.getObjects(value, 'requiredResourceAccess')
  draft.requiredAccess = inputs.map((input) => parseAccess(world, input))
}

function parseClaims(list: unknown): OptionalClaims['idToken'] {
  if (list === undefined || list === null) return []
  return values.getObjects(list, 'optionalClaims').map((input) => ({
    name: values.getText(input.name, 'optionalClaims'),
    source: values.getOptionalText(input.source, 'optionalClaims'),
    essential: values.getBoolean(input.essential ?? false, 'optionalClaims'),
    additionalProperties: values.getTexts(input.additionalProperties ?? [], 'optionalClaims'),
  }))
}

/** Kept whatever they name; tokens carry those that this tenant knows. */
export function changeOptionalClaims(draft: ApplicationRegistration, value: unknown): void {
  if (value === null) {
    draft.optionalClaims = null
    return
  }
  const input = values.getObject(value, 'optionalClaims')
  const lists = claimLists.map((name) => [name, parseClaims(input[name])])
  draft.optionalClaims = Object.fromEntries(lists) as OptionalClaims
}

const groupKinds = ['None', 'SecurityGroup', 'DirectoryRole', 'ApplicationGroup', 'All']

export function changeGroupClaims(draft: ApplicationRegistration, value: unknown): void {
  const text = values.getOptionalText(value, 'groupMembershipClaims')
  const kinds = text?.split(/,\s*/) ?? []
  if (!kinds.every((kind) => groupKinds.includes(kind))) values.refuse('groupMembershipClaims')
  if (kinds.includes('ApplicationGroup')) {
    throw createNotImplemented('groups that are assigned to an application')
  }
  draft.groupMembershipClaims = text
}

/** The application's or the tenant's id, or a name of the tenant's domain. */
function isOwnUri(
  world: World,
  { clientId, tenantId }: ApplicationRegistration,
  uri: string,
): boolean {
  if (!URL.canParse(uri)) return false
  const { protocol, host } = new URL(uri)
  if (protocol === 'api:' && [clientId, tenantId].includes(host.toLowerCase())) return true
  const { domain } = getTenant(world, tenantId)
  return ['api:', 'https:'].includes(protocol) && (host === domain || host.endsWith(`.${domain}`))
}

/** https://learn.microsoft.com/entra/identity-platform/reference-app-manifest#identifieruris-attribute */
export function changeIdentifierUris(
  draft: ApplicationRegistration,
  value: unknown,
  world: World,
): void {
  const uris = values.getTexts(value, 'identifierUris')
  const foreign = uris.find((uri) => !isOwnUri(world, draft, uri))
  if (foreign !== undefined) {
    throw new GraphError(
      400,
      'HostNameNotOnVerifiedDomain',
      `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${foreign}'`,
    )
  }
  const others = [...world.applications.values()].filter(({ id }) => id !== draft.id)
  const isTaken = others.some((other) => other.identifierUris.some((uri) => uris.includes(uri)))
  if (isTaken) {
    throw createBadRequest(
      'Another object with the same value for property identifierUris already exists.',
    )
  }
  draft.identifierUris = uris
}
