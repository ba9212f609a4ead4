import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

type Source = Record<string, string | undefined>

export const DEMO_CLIENT_ID = 'a0000000-7e57-4000-8000-000000000001'
const DEMO_TENANT = 'c0a70500-7e57-4000-8000-00000000c0de'

/**
 * What is configured or, where no organisation is, the demo tenant: where `pnpm emulator` has written that it
 * is, or else where `pnpm start` has it.
 */
export function withDemo(env: Source): Source {
  if (env.ENTRA_AUTHORITY?.trim() || env.ENTRA_CLIENT_ID?.trim()) return env
  const file = toDemoFile(env)
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : undefined
  const origin = `http://127.0.0.1:${env.EMULATOR_PORT?.trim() || 3001}`
  return {
    ...env,
    ENTRA_AUTHORITY: `${origin}/${DEMO_TENANT}`,
    ENTRA_CLIENT_ID: DEMO_CLIENT_ID,
    GRAPH_BASE_URL: origin,
    ...written,
  }
}

/** The file that `pnpm emulator` writes. */
export function toDemoFile(env: Source): string {
  return join(env.DATA_DIR?.trim() || '.data', 'demo.env')
}
