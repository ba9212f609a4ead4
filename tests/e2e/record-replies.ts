import type { Server, ServerResponse } from 'node:http'
import { brotliDecompressSync, constants, gunzipSync } from 'node:zlib'

export interface Reply {
  /** Method and address. */
  name: string
  /** Status and headers, as text. */
  head: string
  /** Unpacked, as text. */
  body: string
}

/**
 * Records what a server sends from now on, whole. Taken here and not in the browser, which forgets the
 * bodies of a page as soon as it leaves it.
 */
export function recordReplies(server: Server): Reply[] {
  const replies: Reply[] = []
  // Before the application's own listener, or its reply would be out already.
  server.prependListener('request', ({ method, url }, response: ServerResponse) => {
    const chunks: Buffer[] = []
    const keep = (chunk: unknown, encoding: unknown) => {
      if (typeof chunk === 'string') {
        chunks.push(
          Buffer.from(chunk, typeof encoding === 'string' ? (encoding as 'utf8') : 'utf8'),
        )
      } else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
    }
    for (const name of ['write', 'end'] as const) {
      const send = response[name].bind(response) as (...args: unknown[]) => never
      response[name] = (...args: unknown[]) => {
        keep(args[0], args[1])
        return send(...args)
      }
    }
    // Headers handed to writeHead alone are not among those the response can be asked for later.
    let written: object = {}
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => never
    response.writeHead = (...args: unknown[]) => {
      written = args.find((argument) => typeof argument === 'object' && argument !== null) ?? {}
      return writeHead(...args)
    }
    response.on('close', () => {
      const headers: Record<string, unknown> = { ...response.getHeaders(), ...written }
      replies.push({
        name: `${method} ${url}`,
        head: `${response.statusCode} ${JSON.stringify(headers)}`,
        body: unpack(Buffer.concat(chunks), headers['content-encoding']),
      })
    })
  })
  return replies
}

// A page that is left breaks off what it was still reading: what had come by then is looked at too.
const PARTIAL_BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH }
const PARTIAL_GZIP = { finishFlush: constants.Z_SYNC_FLUSH }

function unpack(body: Buffer, encoding: unknown): string {
  if (encoding === 'br') return brotliDecompressSync(body, PARTIAL_BROTLI).toString()
  if (encoding === 'gzip') return gunzipSync(body, PARTIAL_GZIP).toString()
  if (encoding === undefined) return body.toString()
  throw new Error(`The encoding ${encoding} cannot be read here.`)
}
