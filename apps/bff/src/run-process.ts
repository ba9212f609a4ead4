import { StoreError } from '@vestibule/store'
import { ConfigError } from './config/config-error.ts'
import { ListenError } from './listen-error.ts'

/** Supervisors give thirty seconds, and then kill. What a batch had begun by then, another process finds. */
const LONGEST_STOP_MS = 28_000

/**
 * Runs a server as this process: what is wrong with the configuration is told in sentences and ends
 * it with status 1; SIGTERM and SIGINT let requests in flight finish and end it with 0, or with 1 where
 * something holds it for half a minute.
 */
export async function runProcess(
  start: () => Promise<AsyncDisposable | undefined>,
  { longestStopMs = LONGEST_STOP_MS }: { longestStopMs?: number | undefined } = {},
): Promise<void> {
  try {
    const server = await start()
    if (!server) return
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        setTimeout(() => process.exit(1), longestStopMs).unref()
        server[Symbol.asyncDispose]().then(
          () => process.exit(0),
          () => process.exit(1),
        )
      })
    }
  } catch (error) {
    console.error(toText(error))
    process.exitCode = 1
  }
}

function toText(error: unknown): string {
  if (error instanceof ConfigError) {
    return ['Vestibule cannot start:', ...error.problems.map((text) => `  - ${text}`)].join('\n')
  }
  if (error instanceof ListenError || error instanceof StoreError) {
    return `Vestibule cannot start: ${error.message}`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
