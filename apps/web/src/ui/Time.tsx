import { useLingui } from '@lingui/react/macro'
import { formatClock, formatDay, formatInstant, formatRelative } from './format-time.ts'
import { useNow } from './use-now.ts'

interface TimeProps {
  /** ISO 8601, or milliseconds since 1970. */
  at: string | number
  /** `relative`: how far away. `instant`: date and time. `day`: the date alone. `clock`: the time of a day that is clear. */
  look?: 'relative' | 'instant' | 'day' | 'clock'
}

/** A time in the person's own zone; what the look leaves out is in the title. */
export function Time({ at, look = 'relative' }: TimeProps) {
  const ms = typeof at === 'number' ? at : Date.parse(at)
  if (!Number.isFinite(new Date(ms).getTime())) return <span>{at}</span>
  // A list has thousands of days, which no clock has to wake.
  if (look === 'day' || look === 'clock') return <Fixed ms={ms} look={look} />
  return <Moment ms={ms} look={look} />
}

function Fixed({ ms, look }: { ms: number; look: 'day' | 'clock' }) {
  const locales = useLocales()
  return (
    <time dateTime={toIso(ms)} title={formatInstant(ms, locales)}>
      {look === 'day' ? formatDay(ms, locales) : formatClock(ms, locales)}
    </time>
  )
}

function Moment({ ms, look }: { ms: number; look: 'relative' | 'instant' }) {
  const locales = useLocales()
  const relative = formatRelative(ms, useNow(), locales)
  const instant = formatInstant(ms, locales)
  return (
    <time dateTime={toIso(ms)} title={look === 'instant' ? relative : instant}>
      {look === 'instant' ? instant : relative}
    </time>
  )
}

function useLocales() {
  const { i18n } = useLingui()
  return i18n.locales ?? i18n.locale
}

function toIso(ms: number): string {
  return new Date(ms).toISOString()
}
