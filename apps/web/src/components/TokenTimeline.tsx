import { Trans } from '@lingui/react/macro'
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
  const part = Math.min(1, Math.max(0, (now - from) / (to - from)))

  return (
    <figure className={css.timeline}>
      <div className={css.bar} style={{ '--part': part }} aria-hidden="true">
        <span className={css.past} />
        <span className={css.now} />
      </div>
      <figcaption className={css.words}>
        <span>
          <b>
            <Trans>Issued</Trans>
          </b>{' '}
          <Time at={issuedAt} />
          <span className={css.instant}>
            <Time at={issuedAt} look="instant" />
          </span>
        </span>
        <span>
          <b>{isOver ? <Trans>Expired</Trans> : <Trans>Expires</Trans>}</b> <Time at={expiresAt} />
          <span className={css.instant}>
            <Time at={expiresAt} look="instant" />
          </span>
        </span>
      </figcaption>
    </figure>
  )
}
