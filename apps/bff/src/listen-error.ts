/** The address to listen on is not to be had. The message says which variable to change. */
export class ListenError extends Error {
  override readonly name = 'ListenError'

  constructor(
    host: string,
    port: number,
    { variable = 'PORT', ...options }: { cause: unknown; variable?: 'PORT' | 'METRICS_PORT' },
  ) {
    const code = (options.cause as { code?: unknown }).code
    const why =
      code === 'EADDRINUSE'
        ? `Port ${port} is taken by another program. Set ${variable} to a free one.`
        : `Listening on ${host}:${port} failed (${String(code)}). Set HOST or ${variable}.`
    super(why, options)
  }
}
