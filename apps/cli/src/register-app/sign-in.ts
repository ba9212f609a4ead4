import { AuthorityError, fetchMetadata, toTenantId } from '@vestibule/bff/setup'
import { createGraph, type Graph } from '@vestibule/graph'
import { None } from 'openid-client'
import { configure, signInByCode, toTokenError } from '../ask-authority.ts'
import { RegistrationError } from './registration-error.ts'
import type { Settings } from './settings.ts'

/** What registering takes, and nothing that outlasts it. */
const PERMISSIONS = [
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
]
const TIMEOUT_SECONDS = 15
/** Graph takes its time to change a registration. */
const GRAPH_TIMEOUT_MS = 60_000

export interface Administrator {
  /** Graph, as the one who signed in. */
  graph: Graph
  userName: string
  tenantId: string
}

/**
 * Signs an administrator in with a code that is typed in a browser. Their token is kept nowhere.
 *
 * @throws {TokenError} nobody signed in, or the organisation did not let them.
 * @throws {RegistrationError} there is no such organisation.
 */
export async function signInAdministrator(
  { authority, graph: { baseUrl, resource }, publicClientId }: Settings,
  hint: (line: string) => void,
): Promise<Administrator> {
  const tenantId = await readTenantId(authority)
  const address = `${authority.origin}/${tenantId}`
  const scope = ['openid', 'profile', ...PERMISSIONS.map((name) => `${resource}/${name}`)].join(' ')
  const configuration = configure(address, publicClientId, None())
  const tokens = await signInByCode(configuration, scope, hint).catch((error: unknown) => {
    throw toTokenError(error, { authority: address, source: 'Is the organisation the right one?' })
  })
  const userName = String(tokens.claims()?.preferred_username ?? 'Who signed in')
  return {
    graph: createGraph({ baseUrl, accessToken: tokens.access_token, timeoutMs: GRAPH_TIMEOUT_MS }),
    userName,
    tenantId,
  }
}

/** The id, by whatever name the organisation was called. */
async function readTenantId(authority: Settings['authority']): Promise<string> {
  try {
    const { issuer } = await fetchMetadata({ ...authority, timeoutSeconds: TIMEOUT_SECONDS })
    return toTenantId(issuer)
  } catch (error) {
    if (!(error instanceof AuthorityError)) throw error
    throw new RegistrationError(
      error.cause
        ? `${authority.origin} cannot be reached.`
        : `${authority.origin} knows no organisation ${authority.tenant}.`,
      { cause: error },
    )
  }
}
