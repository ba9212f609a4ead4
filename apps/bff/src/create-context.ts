import { createGraphGuard } from '@vestibule/graph'
import { endSession, openStore } from '@vestibule/store'
import { createBearerCallers } from './accounts/bearer-callers.ts'
import { createLocalAccounts } from './accounts/local-accounts.ts'
import { createAccessTokenVerifier } from './auth/access-token-verifier.ts'
import { createAuthority } from './auth/authority.ts'
import { ForeignMetadataError } from './auth/authority-error.ts'
import { withPauses } from './auth/authority-pause.ts'
import { withClientAuthentication } from './auth/client-authentication.ts'
import { createClientCredential } from './auth/client-credential.ts'
import { isForCustomers } from './auth/is-for-customers.ts'
import type { StaleAuthority } from './auth/tell-stale-authority.ts'
import { createBatchRunner } from './batches/batch-runner.ts'
import { createBatchTokens } from './batches/batch-tokens.ts'
import type { AppConfig } from './config/config.ts'
import type { Secrets } from './config/secrets.ts'
import type { AppContext } from './context.ts'
import { createDirectorySights } from './directory/directory-sights.ts'
import { createMailer } from './mail/mailer.ts'
import { addLookedUp, createMetrics } from './metrics/metrics.ts'
import { createMirrorRunner } from './mirror/mirror-runner.ts'
import { createAccessTokens } from './tokens/access-tokens.ts'
import { createAppTokens } from './tokens/app-tokens.ts'
import { createDelegatedTokens } from './tokens/delegated-tokens.ts'
import { createTokenVault } from './tokens/token-vault.ts'

/** A person waits for each of these calls. */
const UPSTREAM_TIMEOUT_SECONDS = 8

/**
 * Opens the store and puts the parts together.
 *
 * @throws {StoreError} the database cannot be opened.
 * @throws {Error} the client certificate is not usable.
 */
export async function createContext(
  config: AppConfig,
  secrets: Secrets,
  options: {
    webRoot?: string | undefined
    now?: () => Date
    /** Told each time that metadata or keys of before serve on because they could not be had anew. */
    onStaleAuthority?: (stale: StaleAuthority, error: unknown) => void
    /** Told of what a batch stumbled over, and will try again. */
    onBatchFailure?: (batchId: string, error: unknown) => void
    /** How batches wait, in milliseconds. */
    wait?: (ms: number, signal: AbortSignal) => Promise<void>
    /** How long a process that was killed keeps its batches from the others, in milliseconds. */
    batchLeaseMs?: number | undefined
    /** How long a batch that stumbled is left alone, in milliseconds. */
    batchRestMs?: number | undefined
    /** Told of what kept a directory from being brought up to date; it is tried again. */
    onMirrorFailure?: (tenantId: string, error: unknown) => void
    /** The same of the directory that it was reading. */
    mirrorLeaseMs?: number | undefined
    /** Told of each mail that could not be handed in. */
    onMailFailure?: (mail: { text: string }, error: unknown) => void
  } = {},
): Promise<AppContext> {
  const now = options.now ?? (() => new Date())
  const clientCredential = createClientCredential({
    initial: secrets.clientCredential,
    read: secrets.readClientCredential ?? (() => secrets.clientCredential),
    now,
  })
  const metrics = createMetrics()
  const patient = withPauses(
    createAuthority({
      ...config.authority,
      clientId: config.clientId,
      authenticate: clientCredential.authenticate,
      timeoutSeconds: UPSTREAM_TIMEOUT_SECONDS,
      now,
      onStale(what, error) {
        const reason = error instanceof ForeignMetadataError ? 'foreign' : 'unavailable'
        metrics.authorityStale.inc({ what, reason })
        options.onStaleAuthority?.({ what, reason }, error)
      },
    }),
    { now },
  )
  const authority = withClientAuthentication(patient, clientCredential)
  const store = await openStore(secrets.databaseUrl, ({ reason }) =>
    metrics.storeFailures.inc({ reason }),
  )
  addLookedUp(metrics, { db: store.db, clientCredential, now })
  const mailer = secrets.smtpUrl
    ? createMailer({
        smtpUrl: secrets.smtpUrl,
        origin: config.webOrigin,
        onFailure: options.onMailFailure ?? (() => {}),
      })
    : undefined
  const tokenDeps = {
    db: store.db,
    authority,
    keys: secrets.tokenKeys,
    resource: config.graph.resource,
    now,
  }
  const appTokens = createAppTokens({
    ...tokenDeps,
    clientId: config.clientId,
  })
  const batchTokens = createBatchTokens({ ...tokenDeps, appTokens })
  const toGraph = (by: 'request' | 'batch' | 'mirror') => ({
    ...config.graph,
    timeoutMs: UPSTREAM_TIMEOUT_SECONDS * 1000,
    onAnswer: (status: number | 'none') => metrics.graphCalls.inc({ by, status }),
  })
  // Batches and the mirror wait in ways of their own, and are neither held up by this nor hold anybody up.
  const guard = createGraphGuard({
    onChange: (service, isOpen) => metrics.graphBreakerOpen.set({ service }, isOpen ? 1 : 0),
  })
  const graph = { ...toGraph('request'), guard }
  const batchRunner = createBatchRunner({
    db: store.db,
    tokens: batchTokens,
    graph: toGraph('batch'),
    protectedAccounts: config.batches.protectedAccounts,
    now,
    ...(options.wait && { wait: options.wait }),
    leaseMs: options.batchLeaseMs,
    restMs: options.batchRestMs,
    onFailure: options.onBatchFailure ?? (() => {}),
    onItem: (outcome) => metrics.batchItems.inc({ outcome }),
  })
  const mirrorRunner = createMirrorRunner({
    db: store.db,
    graph: toGraph('mirror'),
    appTokens,
    // Customers have no directory.
    listTenants: async () =>
      (await isForCustomers({ config, authority })) ? [] : authority.listTenants(),
    refreshSeconds: config.mirrorRefreshSeconds,
    leaseMs: options.mirrorLeaseMs,
    now,
    onFailure: options.onMirrorFailure ?? (() => {}),
    onRound: (outcome) => metrics.mirrorRounds.inc({ outcome }),
  })
  const vault = createTokenVault({ db: store.db, keys: secrets.tokenKeys })
  return {
    config,
    secrets,
    store,
    authority,
    clientCredential,
    vault,
    appTokens,
    graph: {
      ...graph,
      accessTokens: createAccessTokens({
        db: store.db,
        authority,
        vault,
        async endSession(id) {
          if (!(await endSession(store.db, id, now().toISOString()))) return
          metrics.sessionsEnded.inc({ reason: 'refresh_token' })
        },
        onRefresh: (outcome) => metrics.tokenRefreshes.inc({ outcome }),
        now,
      }),
    },
    verifyAccessToken: createAccessTokenVerifier({ ...config.api, authority, now }),
    bearerCallers: createBearerCallers({
      db: store.db,
      graph,
      delegatedTokens: createDelegatedTokens(tokenDeps),
      appTokens,
      now,
    }),
    localAccounts: createLocalAccounts({
      db: store.db,
      registration: config.registration,
      mailer,
      now,
    }),
    batchTokens,
    batchRunner,
    mirrorRunner,
    sights: createDirectorySights(graph, now),
    mailer,
    webRoot: options.webRoot,
    stopping: new AbortController(),
    metrics,
    now,
  }
}
