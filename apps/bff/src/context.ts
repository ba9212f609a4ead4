import type { Store } from '@vestibule/store'
import type { LocalAccounts } from './accounts/local-accounts.ts'
import type { Authority } from './auth/authority.ts'
import type { ClientCredential } from './auth/client-credential.ts'
import type { BatchRunner } from './batches/batch-runner.ts'
import type { BatchTokens } from './batches/batch-tokens.ts'
import type { AppConfig } from './config/config.ts'
import type { Secrets } from './config/secrets.ts'
import type { GraphAccess } from './directory/graph-for-session.ts'
import type { Mailer } from './mail/mailer.ts'
import type { AppTokens } from './tokens/app-tokens.ts'
import type { TokenVault } from './tokens/token-vault.ts'

/** What plugins and routes are built from. Made once, in `create-context.ts`. */
export interface AppContext {
  config: AppConfig
  secrets: Pick<Secrets, 'sessionSecrets'>
  store: Store
  authority: Authority
  clientCredential: ClientCredential
  vault: TokenVault
  /** Tokens of the application itself, without a person. */
  appTokens: AppTokens
  graph: GraphAccess
  localAccounts: LocalAccounts
  batchTokens: BatchTokens
  /** Works at batches, here and beside other processes. */
  batchRunner: BatchRunner
  /** Undefined where no mail can be sent. */
  mailer: Mailer | undefined
  /** The folder of the built SPA; without one no page is served. */
  webRoot: string | undefined
  now: () => Date
}
