import type { SetupCheck } from '@vestibule/contract'
import { CLOCK_TOLERANCE_SECONDS } from '../auth/authority.ts'
import { AuthorityError } from '../auth/authority-error.ts'
import { type AuthorityMetadata, fetchMetadata } from '../auth/authority-metadata.ts'
import type { CredentialFacts } from '../auth/client-credential.ts'
import { fetchWhole } from '../auth/fetch-whole.ts'
import { AppTokenError } from '../tokens/app-token-error.ts'
import { findUnregistered } from './find-unregistered.ts'

type Id = SetupCheck['id']
/** What a check came to; nothing to say where all is well. */
export type Verdict = Pick<SetupCheck, 'outcome'> & Partial<Pick<SetupCheck, 'reason' | 'subject'>>

export interface CheckSources {
  authority: { origin: string; tenant: string }
  clientId: string
  /** Those that the registration must have. */
  redirectUris: readonly string[]
  credential: CredentialFacts
  /** @throws {AppTokenError} */
  getFreshAppToken: () => Promise<string>
  checkDatabase: () => Promise<Verdict>
  /** Finds out whether the proxy named in the environment answers. */
  checkProxy: () => Promise<Verdict>
  timeoutSeconds: number
  now: () => Date
}

const PASSED: Verdict = { outcome: 'passed' }

/** What has to be right besides permissions, each tried now: nothing passes that was not seen to work. */
export async function runChecks(sources: CheckSources): Promise<SetupCheck[]> {
  const [authority, clock, credential, redirectUris, database, proxy] = await Promise.all([
    checkAuthority(sources),
    checkClock(sources),
    checkCredential(sources),
    checkRedirectUris(sources),
    sources.checkDatabase(),
    sources.checkProxy(),
  ])
  const verdicts: Record<Id, Verdict> = {
    authority,
    clock,
    credential,
    redirect_uris: redirectUris,
    database,
    proxy,
  }
  return Object.entries(verdicts).map(([id, { outcome, reason = null, subject = null }]) => ({
    id: id as Id,
    outcome,
    reason,
    subject,
  }))
}

const readMetadata = ({ authority, timeoutSeconds }: CheckSources): Promise<AuthorityMetadata> =>
  fetchMetadata({ ...authority, timeoutSeconds })

async function checkAuthority(sources: CheckSources): Promise<Verdict> {
  try {
    await readMetadata(sources)
    return PASSED
  } catch (error) {
    if (!(error instanceof AuthorityError)) throw error
    const subject = sources.authority.origin
    // Without a cause it answered, only not as this organisation's authority does.
    return error.cause === undefined
      ? { outcome: 'failed', reason: 'authority_mismatch', subject }
      : { outcome: 'unavailable', reason: 'authority_unreachable', subject }
  }
}

/** Tokens and assertions are judged by the time: RFC 9110, 6.6.1, has each answer carry the other's. */
async function checkClock(sources: CheckSources): Promise<Verdict> {
  const { origin, tenant } = sources.authority
  const signal = AbortSignal.timeout(sources.timeoutSeconds * 1000)
  const address = `${origin}/${tenant}/v2.0/.well-known/openid-configuration`
  const date = await fetchWhole(address, { signal }).then(
    ({ headers }) => Date.parse(headers.get('date') ?? ''),
    () => Number.NaN,
  )
  if (Number.isNaN(date)) {
    return { outcome: 'unavailable', reason: 'authority_unreachable', subject: origin }
  }
  const seconds = Math.round((sources.now().getTime() - date) / 1000)
  if (Math.abs(seconds) <= CLOCK_TOLERANCE_SECONDS) return PASSED
  return { outcome: 'failed', reason: 'clock_differs', subject: String(seconds) }
}

async function checkCredential(sources: CheckSources): Promise<Verdict> {
  const { credential } = sources
  try {
    await sources.getFreshAppToken()
  } catch (error) {
    if (!(error instanceof AppTokenError)) throw error
    if (error.failure === 'unavailable' || error.failure === 'timeout') {
      return { outcome: 'unavailable', reason: 'authority_unreachable', subject: null }
    }
    const isExpired = credential.kind === 'certificate' && credential.state === 'expired'
    return isExpired
      ? { outcome: 'failed', reason: 'credential_expired', subject: String(credential.daysLeft) }
      : { outcome: 'failed', reason: 'credential_refused', subject: error.code ?? null }
  }
  if (credential.kind === 'secret' || credential.state === 'ok') return PASSED
  return { outcome: 'passed', reason: 'credential_expiring', subject: String(credential.daysLeft) }
}

async function checkRedirectUris(sources: CheckSources): Promise<Verdict> {
  const { clientId, redirectUris, timeoutSeconds } = sources
  try {
    const { authorization_endpoint: endpoint } = await readMetadata(sources)
    const addresses = { endpoint, clientId, redirectUris, timeoutSeconds }
    const { unregistered, untold } = await findUnregistered(addresses)
    if (unregistered.length > 0) {
      const subject = unregistered.join(' ')
      return { outcome: 'failed', reason: 'redirect_uri_unregistered', subject }
    }
    if (untold.length === 0) return PASSED
    return { outcome: 'unavailable', reason: 'redirect_uri_untold', subject: untold.join(' ') }
  } catch (error) {
    if (!(error instanceof AuthorityError)) throw error
    const subject = sources.authority.origin
    return { outcome: 'unavailable', reason: 'authority_unreachable', subject }
  }
}
