import { setTimeout } from 'node:timers/promises'
import { GraphRequestError } from '@vestibule/graph'

/** Half a minute in all: new objects are known everywhere within seconds. */
const WAITS_SECONDS = [1, 2, 3, 5, 8, 13]
const LONGEST_WAIT_SECONDS = 60

/**
 * Asks for a change, again and again for half a minute while Graph does not know an object that it has just
 * made, or has too much to do. Nothing else is repeated: a change whose answer was lost may have been made.
 * Source: https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support
 *
 * @throws {GraphRequestError} the last one.
 */
export async function whenReplicated<T>(ask: () => Promise<T>): Promise<T> {
  for (const seconds of WAITS_SECONDS) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof GraphRequestError) || !isForNow(error)) throw error
      const told = error.failure === 'throttled' ? error.retryAfterSeconds : undefined
      await setTimeout(Math.min(told ?? seconds, LONGEST_WAIT_SECONDS) * 1000)
    }
  }
  return ask()
}

function isForNow({ failure, message }: GraphRequestError): boolean {
  if (failure === 'not_found' || failure === 'throttled') return true
  return (
    failure === 'bad_request' &&
    /does not reference a valid|does not exist|not found/i.test(message)
  )
}
