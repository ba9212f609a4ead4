/** The application's own access tokens, sealed. One row a tenant, application and resource. */
export interface AppTokenTable {
  /** As it was configured: an id or a domain name. */
  tenant: string
  client_id: string
  resource: string
  sealed: string
  expires_at: string
}
