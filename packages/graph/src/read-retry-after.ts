/** As far ahead as any pause is believed: some eleven days. */
const LONGEST_SECONDS = 999_999
/** RFC 9110, 5.6.7. The older forms have long gone. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/

/**
 * The pause that `Retry-After` asks for (RFC 9110, 10.2.3): seconds, which Exchange gives with a fraction, or a
 * date. Rounded up: whoever comes too early is kept out for longer.
 *
 * @returns seconds; undefined where it says nothing that can be kept to
 */
export function readRetryAfter(value: string | null | undefined): number | undefined {
  const seconds = toSeconds(value?.trim() ?? '')
  return seconds !== undefined && seconds <= LONGEST_SECONDS ? seconds : undefined
}

function toSeconds(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text))
  if (!HTTP_DATE.test(text)) return undefined
  return Math.max(0, Math.ceil((Date.parse(text) - Date.now()) / 1000))
}
