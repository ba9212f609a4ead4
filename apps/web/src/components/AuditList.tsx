import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { AuditEvent } from '@vestibule/client'
import { memo } from 'react'
import { PATHS } from '../routes.ts'
import { Fact, Facts } from '../ui/Facts.tsx'
import { Fold } from '../ui/Fold.tsx'
import { Time } from '../ui/Time.tsx'
import css from './AuditList.module.css'
import { toActionText, toAuditBatch, toAuditOutcome, toBatchTarget } from './audit-texts.ts'
import { Outcome } from './Outcome.tsx'

/** What was done, entry for entry. */
export function AuditList({ pages }: { pages: readonly (readonly AuditEvent[])[] }) {
  const { t } = useLingui()
  return (
    <div role="feed" aria-label={t`Audit`} className={css.list}>
      {pages.map((events, page) => (
        <Events key={page} events={events} />
      ))}
    </div>
  )
}

/** One page. What has come stays as it is while more comes. */
const Events = memo(function Events({ events }: { events: readonly AuditEvent[] }) {
  return events.map((event) => <Event key={event.sequence} event={event} />)
})

function Event({ event }: { event: AuditEvent }) {
  const { t } = useLingui()
  const words = toActionText(event)
  const outcome = toAuditOutcome(event)
  const batchId = toAuditBatch(event)
  return (
    <article className={css.event} aria-labelledby={`audit-${event.sequence}`}>
      <p id={`audit-${event.sequence}`} className={css.head}>
        <span className={css.action}>{words ? t(words) : <code>{event.action}</code>}</span>
        <Target event={event} />
        {outcome && <Outcome batch={outcome.batch} outcome={outcome.outcome} />}
      </p>
      <p className={css.about}>
        <bdi>{event.actor.name}</bdi>
        <Time at={event.at} />
        {event.reason && (
          <span>
            <Trans>
              Reason: <bdi>{event.reason}</bdi>
            </Trans>
          </span>
        )}
        {batchId && (
          <Link to={PATHS.batch} params={{ batchId }}>
            <Trans>Open the batch</Trans>
          </Link>
        )}
      </p>
      <Fold label={<Trans>Details</Trans>}>
        <Details event={event} />
      </Fold>
    </article>
  )
}

function Target({ event }: { event: AuditEvent }) {
  const { t } = useLingui()
  const { target } = event
  const batch = toBatchTarget(event)
  if (target === null) return null
  if (batch) return <span>{t(batch)}</span>
  if (target.id === null) return <bdi>{target.name}</bdi>
  return (
    <Link to={PATHS.user} params={{ id: target.id }}>
      <bdi>{target.name}</bdi>
    </Link>
  )
}

/** For whoever checks: as the server keeps it. */
function Details({ event }: { event: AuditEvent }) {
  return (
    <Facts>
      <Fact name={<Trans>Time</Trans>}>
        <Time at={event.at} look="instant" />
      </Fact>
      <Fact name={<Trans>Entry</Trans>}>
        <code>{event.sequence}</code>
      </Fact>
      <Fact name={<Trans>Action</Trans>}>
        <code>{event.action}</code>
      </Fact>
      <Fact name={<Trans>Outcome</Trans>}>
        <code>{event.outcome}</code>
      </Fact>
      <Fact name={<Trans>Object id of who did it</Trans>}>
        <code>{event.actor.objectId ?? '–'}</code>
      </Fact>
      {event.target?.id && (
        <Fact name={<Trans>Id of the target</Trans>}>
          <code>{event.target.id}</code>
        </Fact>
      )}
      {Object.entries(event.details).map(([name, value]) => (
        <Fact key={name} name={<code>{name}</code>}>
          <code>{value === null ? '–' : String(value)}</code>
        </Fact>
      ))}
      <Fact name={<Trans>Hash</Trans>}>
        <code>{event.hash}</code>
      </Fact>
    </Facts>
  )
}
