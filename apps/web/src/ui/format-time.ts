const STEPS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const
const DAYS_A_MONTH = 30.44
const DAYS_A_YEAR = 365.25

/** How far `at` is from `now` (both ms since 1970), in words: "in 29 minutes", "2 days ago", "now". */
export function formatRelative(at: number, now: number, locales: Intl.LocalesArgument): string {
  const format = new Intl.RelativeTimeFormat(locales, { numeric: 'auto' })
  const away = at - now
  const days = away / 86_400_000
  if (Math.abs(days) >= DAYS_A_YEAR) return format.format(Math.trunc(days / DAYS_A_YEAR), 'year')
  if (Math.abs(days) >= 2 * DAYS_A_MONTH) {
    return format.format(Math.trunc(days / DAYS_A_MONTH), 'month')
  }
  // Rounded towards now: "in 2 hours" never means less than two. "Tomorrow" would mean the
  // calendar's next day, which a distance does not know, so days are counted in numbers.
  const step = STEPS.find(({ ms }) => Math.abs(away) >= ms)
  if (step === undefined) return format.format(0, 'second')
  const plain = new Intl.RelativeTimeFormat(locales, { numeric: 'always' })
  return plain.format(Math.trunc(away / step.ms), step.unit)
}

const INSTANT = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
} as const
const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const
const CLOCK = { hour: 'numeric', minute: '2-digit' } as const

/** The local date and time to the second, with the zone: for a title or a document. */
export function formatInstant(at: number, locales: Intl.LocalesArgument): string {
  return getFormat(INSTANT, locales).format(at)
}

/** The local date. */
export function formatDay(at: number, locales: Intl.LocalesArgument): string {
  return getFormat(DAY, locales).format(at)
}

/** The local time of day, to the minute. */
export function formatClock(at: number, locales: Intl.LocalesArgument): string {
  return getFormat(CLOCK, locales).format(at)
}

// Making a format costs a hundred times what using it does, and a list uses it in every row.
const formats = new Map<Intl.DateTimeFormatOptions, Map<string, Intl.DateTimeFormat>>()

function getFormat(options: Intl.DateTimeFormatOptions, locales: Intl.LocalesArgument) {
  const key = String(locales)
  const known = formats.get(options) ?? new Map<string, Intl.DateTimeFormat>()
  formats.set(options, known)
  const format = known.get(key) ?? new Intl.DateTimeFormat(locales, options)
  known.set(key, format)
  return format
}
