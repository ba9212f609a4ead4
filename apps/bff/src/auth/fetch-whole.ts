import { AuthorityError, LostAnswerError } from './authority-error.ts'

/** Metadata, keys and token answers of Entra have a few kilobytes; a person in very many groups, tens. */
const MAX_BYTES = 1024 * 1024

/**
 * `fetch` for the authority's own endpoints. The body is read here, to its end and within the same time
 * limit, but never beyond a size: `Response.json()` would take in whatever comes, unpacked. A redirect
 * is not followed, since it would take a code or a secret to an address nobody configured (RFC 9700,
 * 4.12).
 *
 * @throws {AuthorityError} no answer, not all of it, or too much of it
 */
export async function fetchWhole(address: string, init: RequestInit): Promise<Response> {
  try {
    const { body, status, headers } = await fetch(address, { ...init, redirect: 'manual' })
    const bytes = body && (await readBytes(body))
    return new Response(bytes, { status, headers })
  } catch (cause) {
    if (cause instanceof AuthorityError) throw cause
    throw new LostAnswerError(address, { cause })
  }
}

async function readBytes(body: ReadableStream<Uint8Array>): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let size = 0
  // Leaving the loop by an error cancels the stream, and with it the connection.
  for await (const part of body) {
    size += part.byteLength
    if (size > MAX_BYTES) throw new AuthorityError(`The answer is longer than ${MAX_BYTES} bytes.`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
