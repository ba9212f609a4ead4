import type { Tenant } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import type { AuthenticatedClient } from './authenticate-client.ts'
import type { ClaimsRequest } from './claims-request.ts'
import type { Parameters } from './parameters.ts'

/** A call of the token endpoint whose client has proved itself. */
export interface TokenRequest {
  world: World
  client: AuthenticatedClient
  parameters: Parameters
  claims: ClaimsRequest
  /** The tenant of the address; undefined under `common` and `organizations`. */
  tenant: Tenant | undefined
  tenantName: string
}

export interface TokenResponse {
  token_type: 'Bearer'
  scope?: string
  expires_in: number
  ext_expires_in: number
  access_token: string
  refresh_token?: string
  refresh_token_expires_in?: number
  id_token?: string
  client_info?: string
}

export interface TokenOutcome {
  response: TokenResponse
  /** For the request log. */
  user: string | null
  permission: string
}
