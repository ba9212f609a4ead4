import type { Context, Middleware } from '@microsoft/microsoft-graph-client'

/** Gives every attempt its own time limit, headers and body together. The SDK itself has none. */
export class TimeoutHandler implements Middleware {
  readonly #timeoutMs: number
  #next: Middleware | undefined

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs
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
    await this.#next?.execute(context)
  }
}
