import { type AppConfig, envToConfig } from './config.ts'
import { ConfigError } from './config-error.ts'
import { readEnv } from './env.ts'
import { envToSecrets, type Secrets } from './secrets.ts'

/**
 * The whole configuration, or every problem with it at once.
 *
 * @throws {ConfigError} something is missing, wrong or contradictory.
 */
export async function loadConfig(
  source: Record<string, string | undefined>,
): Promise<{ config: AppConfig; secrets: Secrets }> {
  const { env, problems } = readEnv(source)
  const { config, problems: valueProblems } = envToConfig(env)
  problems.push(...valueProblems)
  // Secrets are made on disk where they are missing: not for a configuration that is wrong.
  if (problems.length > 0) throw new ConfigError(problems)
  const { secrets, problems: secretProblems } = await envToSecrets(
    env,
    config,
    () => readEnv(source).env,
  )
  if (secretProblems.length > 0) throw new ConfigError(secretProblems)
  return { config, secrets }
}
