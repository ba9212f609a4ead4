import type { Context, Middleware } from '@microsoft/microsoft-graph-client'

/** Gives every attempt its own time limit, headers and body together, and tells how it went. The SDK itself has none. */
export class TimeoutHandler implements Middleware {
  readonly #timeoutMs: number
  readonly #onAnswer: (status: number | 'none') => void
  #next: Middleware | undefined

  constructor(timeoutMs: number, onAnswer: (status: number | 'none') => void) {
    this.#timeoutMs = timeoutMs
    this.#onAnswer = onAnswer
  }

  setNext(next: Middleware): void {
    this.#next = next
  }

  async execute(context: Context): Promise<void> {
    // A redirect could carry the call to another origin; Graph's own calls need none.
    context.options = {
      ...context.options,
      redirect: 'error',
      signal: AbortSignal.timeout(this.#timeoutMs),
    }
    try {
      await this.#next?.execute(context)
    } finally {
      this.#onAnswer(context.response?.status ?? 'none')
    }
  }
}
