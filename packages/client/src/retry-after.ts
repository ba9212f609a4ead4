import { isProblemBody, type Problem } from './problem.ts'

/** Whoever is told to wait longer is told so at once: nobody watches a call that hangs for minutes. */
export const LONGEST_WAIT_MS = 60_000

/**
 * How long a 429 or 503 wants to be left alone, in milliseconds.
 *
 * From the header, in seconds or as a date (RFC 9110, section 10.2.3), else from the problem: a page on
 * another origin sees the header only if the server exposes it.
 */
export async function readRetryAfterMs(response: Response): Promise<number | undefined> {
  if (response.status !== 429 && response.status !== 503) return undefined
  const header = response.headers.get('Retry-After')
  if (header !== null) {
    const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now()
    if (!Number.isNaN(ms)) return Math.max(ms, 0)
  }
  const seconds = (await readProblem(response))?.retryAfterSeconds
  return seconds === undefined ? undefined : seconds * 1_000
}

/** The problem in an answer, which can still be read after this. */
export async function readProblem(response: Response): Promise<Problem | undefined> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  return isProblemBody(body) ? body : undefined
}
