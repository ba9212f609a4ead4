import {
  type AppContext,
  createContext,
  loadConfig,
  readSetup,
  signInByDevice,
  TokenError,
  useProxies,
} from '@vestibule/bff'
import type { Setup } from '@vestibule/contract'
import { inspectDatabase, StoreError } from '@vestibule/store'

interface Options {
  /** Has somebody sign in, without whom nothing that acts as a person can be proved. */
  signIn: boolean
  /** Told what that person has to do. */
  hint: (line: string) => void
}

/**
 * The set-up, as the Setup page has it, found out without a server: by the same calls, with the same
 * configuration. Changes nothing anywhere.
 *
 * @throws {ConfigError} the configuration is not complete.
 * @throws {CertificateError}
 */
export async function inspect(
  env: Record<string, string | undefined>,
  { signIn, hint }: Options,
): Promise<Setup> {
  const { config, secrets } = await loadConfig(env)
  if (secrets.proxies) useProxies(secrets.proxies)
  // What a server keeps is not looked at here, so nothing is kept either.
  const context = await createContext(config, { ...secrets, databaseUrl: 'file::memory:' })
  await using _store = context.store
  const getDelegatedToken = signIn
    ? await signInByDevice(context.authority, {
        resource: context.graph.resource,
        scopes: config.scopes,
        now: context.now,
        ask: ({ address, userCode, minutes }) =>
          hint(
            `Open ${address} and type ${userCode}, within ${minutes} minutes. Sign in as an administrator.`,
          ),
      })
    : async (permission: string) => {
        throw new TokenError('session_expired', [permission])
      }
  try {
    return await readSetup(context, {
      tenantId: await findTenant(context, config.authority.tenant),
      getDelegatedToken,
      checkDatabase: () => checkDatabase(secrets.databaseUrl, secrets.tokenKeys.current()),
    })
  } finally {
    await context.batchRunner[Symbol.asyncDispose]()
    await context.mailer?.[Symbol.asyncDispose]()
  }
}

/** The first of those that are allowed; by its configured name where nobody answers. */
async function findTenant({ authority }: AppContext, configured: string): Promise<string> {
  const [tenantId] = await authority.listTenants().catch(() => [])
  return tenantId ?? configured
}

type Check = Setup['checks'][number]

async function checkDatabase(
  ...database: Parameters<typeof inspectDatabase>
): Promise<Pick<Check, 'outcome' | 'reason' | 'subject'>> {
  const say = (
    outcome: Check['outcome'],
    reason: Check['reason'],
    subject: string | null = null,
  ) => ({
    outcome,
    reason,
    subject,
  })
  try {
    const state = await inspectDatabase(...database)
    const verdicts = {
      ready: say('passed', null),
      // A server makes it, so there is nothing to mend, and nothing was seen to work.
      new: say('unavailable', 'database_new'),
      behind: say('failed', 'database_behind'),
      keys_differ: say('failed', 'database_keys_differ'),
    }
    return verdicts[state]
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return say('failed', 'database_unreachable', error.message)
  }
}
