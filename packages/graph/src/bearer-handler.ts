import type { Context, Middleware } from '@microsoft/microsoft-graph-client'

/**
 * Attaches the access token, and only to Graph.
 *
 * The SDK's own AuthenticationHandler decides by a list of host names: it drops the token on plain
 * http (so on every local Graph), and reads the host up to the first colon, so that
 * `https://graph.microsoft.com:x@evil.example/` receives it. Here the parsed origin is compared, on
 * one code path for every Graph.
 */
export class BearerHandler implements Middleware {
  readonly #origin: string
  readonly #accessToken: string
  #next: Middleware | undefined

  constructor(baseUrl: string, accessToken: string) {
    this.#origin = new URL(baseUrl).origin
    this.#accessToken = accessToken
  }

  setNext(next: Middleware): void {
    this.#next = next
  }

  async execute(context: Context): Promise<void> {
    const url = new URL(typeof context.request === 'string' ? context.request : context.request.url)
    if (url.origin !== this.#origin || url.username !== '' || url.password !== '') {
      throw new TypeError(`A call to Graph would have left for ${url.origin}.`)
    }
    const headers = new Headers(context.options?.headers)
    headers.set('authorization', `Bearer ${this.#accessToken}`)
    // A plain object: the SDK's retry handler knows how to add to it.
    context.options = { ...context.options, headers: Object.fromEntries(headers) }
    await this.#next?.execute(context)
  }
}
