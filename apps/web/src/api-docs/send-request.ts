import type { ApiRequest } from './to-request.ts'

/** What came of a request. */
export interface Outcome {
  status: number
  statusText: string
  /** Only those that tell a caller something. */
  headers: [string, string][]
  /** As far as it has come; nothing for what is no text. */
  text: string | undefined
  mediaType: string
  bytes: number
  milliseconds: number
  /** False while more may come. */
  isWhole: boolean
}

const TELLING = [
  'content-type',
  'content-language',
  'content-disposition',
  'location',
  'retry-after',
  'etag',
  'cache-control',
  'www-authenticate',
  'x-request-id',
]
/** More than that helps nobody who reads. */
const MOST_CHARACTERS = 200_000

/**
 * Sends a request and tells what comes, as it comes: a stream may go on for long.
 *
 * @param token sent in the cookie's place
 * @throws {TypeError} there was no answer
 * @throws {DOMException} `AbortError`, when `signal` aborts it
 */
export async function sendRequest(
  { path, body, ...request }: ApiRequest,
  { token, signal }: { token: string | undefined; signal: AbortSignal },
  onProgress: (outcome: Outcome) => void,
): Promise<void> {
  const started = performance.now()
  const headers = new Headers(request.headers)
  if (token) headers.set('Authorization', `Bearer ${token}`)
  const response = await fetch(path, {
    ...request,
    headers,
    body: body ?? null,
    signal,
    credentials: token ? 'omit' : 'same-origin',
    // A reply that leads elsewhere is one to look at.
    redirect: 'manual',
    cache: 'no-store',
  })
  const mediaType = response.headers.get('content-type') ?? ''
  const isText = /^text\/|json|xml/.test(mediaType)
  let text = ''
  let bytes = 0
  const tell = (isWhole: boolean) =>
    onProgress({
      status: response.status,
      statusText: response.statusText,
      headers: TELLING.flatMap((name) => {
        const value = response.headers.get(name)
        return value === null ? [] : [[name, value]]
      }),
      text: isText || bytes === 0 ? text : undefined,
      mediaType,
      bytes,
      milliseconds: Math.round(performance.now() - started),
      isWhole,
    })
  tell(false)
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    bytes += part.value.byteLength
    if (isText && text.length < MOST_CHARACTERS)
      text += decoder.decode(part.value, { stream: true })
    tell(false)
  }
  tell(true)
}

/** A body as it is read best. */
export function toPretty({ text = '', mediaType }: Pick<Outcome, 'text' | 'mediaType'>): string {
  if (!mediaType.includes('json')) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
