import type { Context, Middleware } from '@microsoft/microsoft-graph-client'

/** Well above what is ever asked for: a thousand people, twenty answers of a batch, a message, a picture. */
const MAX_BYTES = 16 * 1024 * 1024

/** Reads no answer beyond a size. The SDK takes in whatever comes, unpacked, until memory or time is over. */
export class SizeHandler implements Middleware {
  #next: Middleware | undefined

  setNext(next: Middleware): void {
    this.#next = next
  }

  async execute(context: Context): Promise<void> {
    await this.#next?.execute(context)
    const { response } = context
    if (response?.body && !isShort(response)) {
      context.response = new Response(response.body.pipeThrough(countBytes()), response)
    }
  }
}

/** What is longer than it says does not arrive; but what is packed says the size of the packet. */
function isShort({ headers }: Response): boolean {
  const length = headers.get('content-length')
  return length !== null && Number(length) <= MAX_BYTES && !headers.has('content-encoding')
}

function countBytes() {
  let size = 0
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      size += part.byteLength
      // Cancels the stream, and with it the connection.
      if (size > MAX_BYTES) throw new RangeError(`The answer is longer than ${MAX_BYTES} bytes.`)
      controller.enqueue(part)
    },
  })
}
