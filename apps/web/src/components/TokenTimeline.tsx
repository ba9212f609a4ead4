import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Time } from '../ui/Time.tsx'
import { useNow } from '../ui/use-now.ts'
import css from './TokenTimeline.module.css'

interface TokenTimelineProps {
  issuedAt: string
  expiresAt: string
}

/** When a token was issued, where now is, and when it ends. The picture repeats what the words say. */
export function TokenTimeline({ issuedAt, expiresAt }: TokenTimelineProps) {
  const now = useNow()
  const from = Date.parse(issuedAt)
  const to = Date.parse(expiresAt)
  const isOver = now >= to
  const end = Math.max(now, to)
  const toX = (at: number) =>
    `${(100 * Math.min(1, Math.max(0, (at - from) / (end - from)))).toFixed(2)}%`

  const marks = [
    <Mark key="issued" name={<Trans>Issued</Trans>} at={issuedAt} />,
    <Mark key="now" name={<Trans>Now</Trans>} at={now} isNow />,
    <Mark
      key="expires"
      name={isOver ? <Trans>Expired</Trans> : <Trans>Expires</Trans>}
      at={expiresAt}
    />,
  ]
  return (
    <figure className={css.timeline}>
      <svg className={css.picture} height="22" aria-hidden="true">
        <line className={css.life} x1="0" x2={toX(to)} y1="11" y2="11" />
        {isOver ? (
          <line className={css.after} x1={toX(to)} x2="100%" y1="11" y2="11" />
        ) : (
          <line className={css.past} x1="0" x2={toX(now)} y1="11" y2="11" />
        )}
        <line className={css.end} x1="0" x2="0" y1="3" y2="19" />
        <line className={css.end} x1={toX(to)} x2={toX(to)} y1="3" y2="19" />
        <circle className={css.now} cx={toX(now)} cy="11" r="6" />
      </svg>
      <figcaption>
        {/* In the order of the picture. */}
        <ol className={css.words}>{isOver ? [marks[0], marks[2], marks[1]] : marks}</ol>
      </figcaption>
    </figure>
  )
}

function Mark({ name, at, isNow }: { name: ReactNode; at: string | number; isNow?: boolean }) {
  return (
    <li className={isNow ? css.isNow : undefined}>
      <b>{name}</b> {!isNow && <Time at={at} />}
      <span className={css.instant}>
        <Time at={at} look="instant" />
      </span>
    </li>
  )
}
