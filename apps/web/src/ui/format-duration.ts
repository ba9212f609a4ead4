/** How long something took: in seconds under two minutes, then in minutes, then in hours. */
export function formatDuration(ms: number, locales: Intl.LocalesArgument): string {
  const seconds = Math.max(0, ms / 1_000)
  if (seconds < 120) return format(seconds < 1 ? 1 : Math.round(seconds), 'second', locales)
  if (seconds < 7_200) return format(Math.round(seconds / 60), 'minute', locales)
  return format(Math.round(seconds / 3_600), 'hour', locales)
}

function format(value: number, unit: string, locales: Intl.LocalesArgument): string {
  return new Intl.NumberFormat(locales, { style: 'unit', unit, unitDisplay: 'short' }).format(value)
}
