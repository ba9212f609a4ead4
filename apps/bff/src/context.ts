import type { Store } from '@vestibule/store'
import type { BearerCallers } from './accounts/bearer-callers.ts'
import type { LocalAccounts } from './accounts/local-accounts.ts'
import type { createAccessTokenVerifier } from './auth/access-token-verifier.ts'
import type { Authority } from './auth/authority.ts'
import type { ClientCredential } from './auth/client-credential.ts'
import type { BatchRunner } from './batches/batch-runner.ts'
import type { BatchTokens } from './batches/batch-tokens.ts'
import type { AppConfig } from './config/config.ts'
import type { Secrets } from './config/secrets.ts'
import type { DirectorySights } from './directory/directory-sights.ts'
import type { GraphAddress } from './directory/with-graph.ts'
import type { Mailer } from './mail/mailer.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { MirrorRunner } from './mirror/mirror-runner.ts'
import type { AccessTokens } from './tokens/access-tokens.ts'
import type { AppTokens } from './tokens/app-tokens.ts'
import type { TokenVault } from './tokens/token-vault.ts'

/** What plugins and routes are built from. Made once, in `create-context.ts`. */
export interface AppContext {
  config: AppConfig
  secrets: Pick<Secrets, 'sessionSecrets' | 'proxies' | 'tls'>
  store: Store
  authority: Authority
  clientCredential: ClientCredential
  vault: TokenVault
  /** Tokens of the application itself, without a person. */
  appTokens: AppTokens
  graph: GraphAddress & {
    /** The name of the resource its tokens are for. */
    resource: string
    /** Of people in their sessions. */
    accessTokens: AccessTokens
  }
  /** Checks a bearer token. */
  verifyAccessToken: ReturnType<typeof createAccessTokenVerifier>
  bearerCallers: BearerCallers
  localAccounts: LocalAccounts
  batchTokens: BatchTokens
  /** Works at batches, here and beside other processes. */
  batchRunner: BatchRunner
  /** Keeps the directories that are searched here up to date, beside other processes. */
  mirrorRunner: MirrorRunner
  /** How much of the directory callers see. */
  sights: DirectorySights
  /** Undefined where no mail can be sent. */
  mailer: Mailer | undefined
  /** The folder of the built SPA; without one no page is served. */
  webRoot: string | undefined
  /** Aborted when the process has been told to end: nobody should send it more. */
  stopping: AbortController
  /** Told on `METRICS_PORT`. */
  metrics: Metrics
  now: () => Date
}
