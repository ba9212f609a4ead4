import { type RunningServer, startServer } from '@vestibule/bff'
import { startTenant } from './start-tenant.ts'

export interface Demo extends AsyncDisposable {
  origin: string
  /** What a newcomer is told. */
  greeting: string
}

/**
 * Starts the demo tenant, and Vestibule connected to it by configuration alone.
 *
 * @throws {ConfigError} a variable is wrong, or the tenant's port is taken.
 * @throws {ListenError} Vestibule's own port is taken.
 */
export async function startDemo(source: Record<string, string | undefined>): Promise<Demo> {
  const { emulator, environment } = await startTenant(source)
  try {
    // Only what goes wrong is worth a line beside the greeting.
    const server = await startServer({ LOG_LEVEL: 'warn', ...source, ...environment })
    return {
      origin: server.origin,
      greeting: toGreeting(server, emulator),
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]()
        await emulator.close()
      },
    }
  } catch (error) {
    await emulator.close()
    throw error
  }
}

interface Introduced {
  url: string
  password: string
  people: readonly { displayName: string; userPrincipalName: string }[]
}

function toGreeting(
  { origin, caFile }: Pick<RunningServer, 'origin' | 'caFile'>,
  { url, password, people }: Introduced,
): string {
  const names = people.map(
    ({ displayName, userPrincipalName }) => `  ${displayName.padEnd(16)} ${userPrincipalName}`,
  )
  return [
    `Vestibule is ready on ${origin}`,
    '',
    `Demo people (password ${password}, or a button each):`,
    ...names,
    '',
    `API reference    ${origin}/api/docs`,
    `Demo tenant      ${url}/_emulator`,
    `Outbox           ${url}/_emulator/outbox`,
    ...(caFile ? [`Certificate      made here; to trust it: ${caFile}`] : []),
  ].join('\n')
}
