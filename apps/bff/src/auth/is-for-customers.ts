import { setTimeout } from 'node:timers/promises'
import type { Authority } from './authority.ts'
import { isCustomersIssuer, isSharedTenant } from './issuer.ts'

/** Where organisations sign in, in each of Microsoft's clouds. */
const WORKFORCE_HOSTS = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.chinacloudapi.cn',
]
/** Pages wait for this answer, and an authority that hangs must not hold them up. */
const LONGEST_WAIT_MS = 300

interface Place {
  config: { authority: { origin: string; tenant: string } }
  authority: Pick<Authority, 'getConfiguration'>
}

/**
 * Whether the accounts are customers' of External ID. The address says so by itself, but for a domain of one's
 * own, where the metadata's issuer does; while nobody answers, they are taken for an organisation's.
 */
export async function isForCustomers({ config, authority }: Place): Promise<boolean> {
  const { origin, tenant } = config.authority
  const { hostname } = new URL(origin)
  if (hostname.endsWith('.ciamlogin.com')) return true
  if (isSharedTenant(tenant) || WORKFORCE_HOSTS.includes(hostname)) return false
  const configuration = await Promise.race([
    authority.getConfiguration().catch(() => undefined),
    setTimeout(LONGEST_WAIT_MS, undefined, { ref: false }),
  ])
  return configuration !== undefined && isCustomersIssuer(configuration.serverMetadata().issuer)
}
