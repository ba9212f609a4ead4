import type { Authority } from './authority.ts'

/**
 * The issuers of the tenants whose accounts may sign in.
 *
 * @throws {AuthorityError}
 */
export async function listIssuers(authority: Authority): Promise<string[]> {
  const tenants = await authority.listTenants()
  const configurations = await Promise.all(tenants.map((id) => authority.getConfiguration(id)))
  return configurations.map((configuration) => configuration.serverMetadata().issuer)
}
