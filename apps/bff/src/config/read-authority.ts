import { isSharedTenant } from '../auth/issuer.ts'
import type { Env } from './env.ts'
import { readUrl } from './read-value.ts'

/** Where people sign in. */
export interface AuthorityAddress {
  origin: string
  /** A tenant by id or domain name, or `organizations` or `common` for all of them. */
  tenant: string
  /** Whose accounts may sign in, by id, where the tenant stands for all of them. */
  allowedTenants: string[] | undefined
}

/** Whose accounts belong to no organisation. */
const PERSONAL_ACCOUNTS = '9188040d-6c67-4c5b-b112-36a304b66dad'

/** The authority, and whose accounts it may send. */
export function readAuthority(env: Env, problems: string[]): AuthorityAddress {
  const nothing = { origin: '', tenant: '', allowedTenants: undefined }
  if (!env.ENTRA_AUTHORITY) {
    problems.push(
      'ENTRA_AUTHORITY is missing: https://login.microsoftonline.com/ and your tenant id.',
    )
    return nothing
  }
  const url = readUrl(env, 'ENTRA_AUTHORITY', undefined, problems)
  if (!url) return nothing
  const [name, version, ...rest] = url.pathname.split('/').filter((part) => part !== '')
  if (!name || (version !== undefined && version !== 'v2.0') || rest.length > 0) {
    problems.push('ENTRA_AUTHORITY must end in a tenant id or domain name, with or without /v2.0.')
    return nothing
  }
  // Compared with what the metadata says, which is small.
  const tenant = isSharedTenant(name) ? name.toLowerCase() : name
  if (tenant.toLowerCase() === 'consumers') {
    problems.push(
      'ENTRA_AUTHORITY names consumers, who are personal accounts: put the id of your organisation there.',
    )
  }
  return { origin: url.origin, tenant, allowedTenants: readAllowedTenants(env, tenant, problems) }
}

/** Without a list, anybody's organisation could sign in; with one beside a single tenant, which one counts? */
function readAllowedTenants(
  env: Env,
  tenant: string,
  problems: string[],
): AuthorityAddress['allowedTenants'] {
  const tenants = env.ENTRA_ALLOWED_TENANTS?.toLowerCase().split(/[\s,]+/)
  if (!isSharedTenant(tenant)) {
    if (tenants) {
      problems.push(
        `ENTRA_ALLOWED_TENANTS is for organizations and common alone: ENTRA_AUTHORITY names ${tenant}.`,
      )
    }
    return undefined
  }
  if (!tenants) {
    problems.push(
      `ENTRA_ALLOWED_TENANTS is missing: with ${tenant} in ENTRA_AUTHORITY it must name the tenants whose accounts may sign in.`,
    )
  }
  for (const id of tenants ?? []) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
      problems.push(`ENTRA_ALLOWED_TENANTS must hold tenant ids, not ${id}.`)
    }
    if (id === PERSONAL_ACCOUNTS) {
      problems.push('ENTRA_ALLOWED_TENANTS must not hold the tenant of personal accounts.')
    }
  }
  return tenants
}
