import { randomInt } from 'node:crypto'
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleAll,
} from 'cockatiel'
import { GraphRequestError } from './graph-request-error.ts'

interface CircuitOptions {
  /** So many calls in a row that Graph did not answer, and it is left alone. */
  failures: number
  /** For how long at least, in milliseconds; at most twice as long, by chance, so that processes do not come back together. */
  restMs: number
  onChange: (isOpen: boolean) => void
}

/** Calls that fail one after another end in none being made, but for one at a time that tries. */
export interface Circuit {
  /** @throws {GraphRequestError} none is made now. */
  demandClosed(): void
  /**
   * Makes a call, where one is made now.
   *
   * @throws {GraphRequestError}
   */
  run<T>(call: () => Promise<T>): Promise<T>
}

/** While a call tries, nobody knows how long that takes. */
const PROBE_SECONDS = 2

export function createCircuit({ failures, restMs, onChange }: CircuitOptions): Circuit {
  let restUntil = 0
  const breaker = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(failures),
    halfOpenAfter: new DelegateBackoff(() => {
      const rest = restMs + randomInt(restMs)
      restUntil = Date.now() + rest
      return rest
    }),
  })
  breaker.onStateChange((state) => {
    if (state !== CircuitState.HalfOpen) onChange(state === CircuitState.Open)
  })

  function demandClosed() {
    const leftMs = restUntil - Date.now()
    // The library would have the others wait for the one that tries.
    if (breaker.state === CircuitState.HalfOpen) throw toRefusal(PROBE_SECONDS)
    if (breaker.state === CircuitState.Open && leftMs > 0) throw toRefusal(leftMs / 1000)
  }

  return {
    demandClosed,
    async run(call) {
      demandClosed()
      const settled = await breaker
        .execute(() => settle(call))
        .catch((error: unknown) => {
          throw error instanceof BrokenCircuitError ? toRefusal(1) : error
        })
      if ('answer' in settled) throw settled.answer
      return settled.value
    },
  }
}

/** What Graph refuses is an answer as good as any: only what is none is thrown. */
async function settle<T>(call: () => Promise<T>): Promise<{ value: T } | { answer: unknown }> {
  try {
    return { value: await call() }
  } catch (error) {
    if (isTrouble(error)) throw error
    return { answer: error }
  }
}

function isTrouble(error: unknown): boolean {
  if (!(error instanceof GraphRequestError)) return true
  const { failure, status } = error
  if (failure === 'timeout') return true
  return failure === 'unavailable' && (status === undefined || status >= 500)
}

function toRefusal(seconds: number): GraphRequestError {
  return new GraphRequestError(
    'unavailable',
    'Graph did not answer many calls: it is left alone.',
    {
      retryAfterSeconds: Math.ceil(seconds),
    },
  )
}
