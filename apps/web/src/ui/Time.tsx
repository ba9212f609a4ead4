import { useLingui } from '@lingui/react/macro'
import { formatDay, formatInstant, formatRelative } from './format-time.ts'
import { useNow } from './use-now.ts'

interface TimeProps {
  /** ISO 8601, or milliseconds since 1970. */
  at: string | number
  /** `relative`: how far away. `instant`: date and time. `day`: the date alone. */
  look?: 'relative' | 'instant' | 'day'
}

/** A time in the person's own zone; what the look leaves out is in the title. */
export function Time({ at, look = 'relative' }: TimeProps) {
  const { i18n } = useLingui()
  const now = useNow()
  const ms = typeof at === 'number' ? at : Date.parse(at)
  if (!Number.isFinite(new Date(ms).getTime())) return <span>{at}</span>

  const locales = i18n.locales ?? i18n.locale
  const relative = formatRelative(ms, now, locales)
  const instant = formatInstant(ms, locales)
  const text = { relative, instant, day: formatDay(ms, locales) }[look]
  return (
    <time dateTime={new Date(ms).toISOString()} title={look === 'instant' ? relative : instant}>
      {text}
    </time>
  )
}
