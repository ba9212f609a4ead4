import { randomUUID } from 'node:crypto'
import { listDirectoryRoleTemplateIds } from '@vestibule/graph'
import {
  type Db,
  type EntraIdentity,
  type EntraPerson,
  type EntraSignIn,
  hashSecret,
  readEntraPerson,
  saveEntraSignIn,
} from '@vestibule/store'
import { LRUCache } from 'lru-cache'
import type { VerifiedAccessToken } from '../auth/access-token-verifier.ts'
import { type GraphAddress, withGraph } from '../directory/with-graph.ts'
import type { AppTokens } from '../tokens/app-tokens.ts'
import type { DelegatedTokens } from '../tokens/delegated-tokens.ts'
import type { Caller } from './caller.ts'
import { OWN_ROLES_SCOPES } from './read-current-roles.ts'
import { toRoleGrants, toRoles } from './role-grants.ts'

/** Callers with a bearer token, which has been verified. */
export interface BearerCallers {
  getCaller(token: string, verified: VerifiedAccessToken): Promise<Caller>
}

interface Deps {
  db: Db
  graph: GraphAddress & { resource: string }
  delegatedTokens: DelegatedTokens
  appTokens: AppTokens
  now: () => Date
}

/** How long a person keeps a directory role here that was taken from them. */
const ROLES_FRESH_MS = 5 * 60 * 1000

export function createBearerCallers(deps: Deps): BearerCallers {
  const { db, graph, delegatedTokens, appTokens, now } = deps
  const directoryRoles = new LRUCache<string, string[]>({ max: 10_000, ttl: ROLES_FRESH_MS })

  /** A person whom no sign-in has brought here yet is entered as their token names them. */
  async function getPerson(verified: VerifiedAccessToken): Promise<EntraPerson> {
    const known = await readEntraPerson(db, verified)
    if (known) return known
    const { tenantId, objectId, displayName, userPrincipalName } = verified
    const signIn: EntraSignIn = {
      tenantId,
      objectId,
      displayName: displayName ?? userPrincipalName ?? objectId,
      userPrincipalName,
      mail: undefined,
      givenName: undefined,
      surname: undefined,
      jobTitle: undefined,
      organizationName: undefined,
      roleGrants: [],
      // Whoever signs in has them read; a token is no reason to forget them.
      unaskedRoleSources: ['directory_role', 'licence', 'app_role'],
      hasPhoto: undefined,
    }
    await saveEntraSignIn(db, signIn, randomUUID(), now().toISOString())
    const entered = await readEntraPerson(db, verified)
    if (!entered) throw new Error('The person was taken away while they were being entered.')
    return entered
  }

  async function toDelegated(token: string, verified: VerifiedAccessToken): Promise<Caller> {
    const { person, entra, local } = await getPerson(verified)
    const graphTokens = delegatedTokens.forCaller(token)
    const key = `${verified.tenantId}/${verified.objectId}`

    async function readDirectoryRoles(): Promise<string[]> {
      const known = verified.directoryRoleTemplateIds ?? directoryRoles.get(key)
      if (known) return known
      const ids = await withGraph(
        graph,
        graphTokens,
        OWN_ROLES_SCOPES,
        listDirectoryRoleTemplateIds,
      )
      directoryRoles.set(key, ids)
      return ids
    }

    const { appRoles, directoryRoleTemplateIds = [] } = verified
    const own = toRoleGrants({ appRoles, directoryRoleTemplateIds, licenceSkuIds: [] })
    const stored = entra.roleGrants.filter(({ source }) => source !== 'app_role')
    return {
      kind: 'delegated',
      id: hashSecret(token),
      person,
      entra,
      local,
      roleGrants: [...own, ...stored.filter(({ id }) => own.every((grant) => grant.id !== id))],
      appRoles,
      clientId: verified.clientId,
      claims: verified.claims,
      graphTokens,
      async readRoles() {
        // What a sign-in stored may be of long ago.
        const ids = await readDirectoryRoles()
        return toRoles(toRoleGrants({ appRoles, directoryRoleTemplateIds: ids, licenceSkuIds: [] }))
      },
      isAlive: async () => isInTime(verified),
    }
  }

  function toApp(token: string, verified: VerifiedAccessToken): Caller {
    const { objectId, clientId, appRoles } = verified
    return {
      kind: 'app',
      id: hashSecret(token),
      person: {
        id: objectId,
        displayName: verified.displayName ?? `Application ${clientId}`,
        email: null,
        preferences: { accentColor: 'blue', theme: 'system', locale: null },
      },
      entra: toAppIdentity(verified),
      local: null,
      roleGrants: toRoleGrants({ appRoles, directoryRoleTemplateIds: [], licenceSkuIds: [] }),
      appRoles,
      clientId,
      claims: verified.claims,
      graphTokens: {
        getAccessToken: ({ refused }) =>
          appTokens.getAppToken({
            tenantId: verified.tenantId,
            resource: graph.resource,
            fresh: refused !== undefined,
          }),
        takeRefreshToken: async () => null,
      },
      readRoles: async () => appRoles,
      isAlive: async () => isInTime(verified),
    }
  }

  const isInTime = ({ claims }: VerifiedAccessToken) => Number(claims.exp) * 1000 > now().getTime()

  return {
    getCaller: async (token, verified) =>
      verified.kind === 'app' ? toApp(token, verified) : toDelegated(token, verified),
  }
}

function toAppIdentity({ tenantId, objectId }: VerifiedAccessToken): EntraIdentity {
  return {
    tenantId,
    objectId,
    userPrincipalName: null,
    mail: null,
    givenName: null,
    surname: null,
    jobTitle: null,
    organizationName: null,
    roleGrants: [],
    hasPhoto: false,
  }
}
