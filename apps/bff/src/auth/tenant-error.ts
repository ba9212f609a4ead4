/** The account is of a tenant whose accounts may not sign in here. */
export class TenantNotAllowedError extends Error {
  override readonly name = 'TenantNotAllowedError'
  readonly tenantId: string
  /** The account’s user name, as far as it is known; to be shown, and believed for nothing. */
  readonly account: string | undefined

  constructor(tenantId: string, account?: string) {
    super(`The account is of another tenant: ${tenantId}.`)
    this.tenantId = tenantId
    this.account = account
  }
}
