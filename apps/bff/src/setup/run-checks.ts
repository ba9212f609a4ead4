import type { SetupCheck } from '@vestibule/contract'
import { CLOCK_TOLERANCE_SECONDS } from '../auth/authority.ts'
import { AuthorityError } from '../auth/authority-error.ts'
import { type AuthorityMetadata, fetchDiscovery, readMetadata } from '../auth/authority-metadata.ts'
import type { CredentialFacts } from '../auth/client-credential.ts'
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
const UNTOLD: Verdict = { outcome: 'unavailable', reason: 'authority_unreachable' }

/** What has to be right besides permissions, each tried now: nothing passes that was not seen to work. */
export async function runChecks(sources: CheckSources): Promise<SetupCheck[]> {
  const [discovery, credential, database, proxy] = await Promise.all([
    discover(sources),
    checkCredential(sources),
    sources.checkDatabase(),
    sources.checkProxy(),
  ])
  const { authority, clock, metadata } = discovery
  const redirectUris = metadata ? await checkRedirectUris(sources, metadata) : UNTOLD
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

/** What one answer of the authority shows: whether it is ours, and its clock. */
async function discover(
  sources: CheckSources,
): Promise<{ authority: Verdict; clock: Verdict; metadata?: AuthorityMetadata }> {
  const address = { ...sources.authority, timeoutSeconds: sources.timeoutSeconds }
  const subject = address.origin
  const unreachable: Verdict = { outcome: 'unavailable', reason: 'authority_unreachable', subject }
  try {
    const response = await fetchDiscovery(address)
    const clock = judgeClock(response, sources.now()) ?? unreachable
    // A busy authority says nothing of the configuration.
    if (response.status >= 500 || response.status === 429) return { authority: unreachable, clock }
    const read = await readMetadata(response, address).catch((error: unknown) => {
      if (error instanceof AuthorityError) return undefined
      throw error
    })
    if (read) return { authority: PASSED, clock, metadata: read }
    return { authority: { outcome: 'failed', reason: 'authority_mismatch', subject }, clock }
  } catch (error) {
    if (error instanceof AuthorityError) return { authority: unreachable, clock: unreachable }
    throw error
  }
}

/** Tokens and assertions are judged by the time: RFC 9110, 6.6.1, has each answer carry the other's. */
function judgeClock({ headers }: Response, now: Date): Verdict | undefined {
  const date = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(date)) return undefined
  const seconds = Math.round((now.getTime() - date) / 1000)
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

async function checkRedirectUris(
  { clientId, redirectUris, timeoutSeconds }: CheckSources,
  { authorization_endpoint: endpoint }: AuthorityMetadata,
): Promise<Verdict> {
  try {
    const addresses = { endpoint, clientId, redirectUris, timeoutSeconds }
    const { unregistered, untold } = await findUnregistered(addresses)
    if (unregistered.length > 0) {
      const subject = unregistered.join(' ')
      return { outcome: 'failed', reason: 'redirect_uri_unregistered', subject }
    }
    if (untold.length === 0) return PASSED
    return { outcome: 'unavailable', reason: 'redirect_uri_untold', subject: untold.join(' ') }
  } catch (error) {
    if (error instanceof AuthorityError) return UNTOLD
    throw error
  }
}
