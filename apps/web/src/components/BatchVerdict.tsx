import type { MessageDescriptor } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { UserBatch } from '@vestibule/client'
import { Ban, CircleCheck, CircleDashed, Pause, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './BatchVerdict.module.css'

const REST = ['failed', 'refused', 'notFound', 'cancelled', 'unchanged'] as const

/** How many came to what was not wanted. */
function toRest(outcome: (typeof REST)[number], count: number): MessageDescriptor {
  switch (outcome) {
    case 'failed':
      return msg`${plural(count, { one: '# failed', other: '# failed' })}`
    case 'refused':
      return msg`${plural(count, { one: '# refused', other: '# refused' })}`
    case 'notFound':
      return msg`${plural(count, { one: '# not found', other: '# not found' })}`
    case 'cancelled':
      return msg`${plural(count, { one: '# not done', other: '# not done' })}`
    case 'unchanged':
      return msg`${plural(count, { one: '# was so already', other: '# were so already' })}`
  }
}

/** What came of a batch, in a sentence. */
export function BatchVerdict({
  batch,
  size = 'large',
}: {
  batch: UserBatch
  size?: 'large' | 'small'
}) {
  return (
    <p className={`${css.verdict} ${css[size]}`}>
      <VerdictIcon batch={batch} size={size === 'large' ? 20 : 14} />
      <span>
        <Sentence batch={batch} />
      </span>
    </p>
  )
}

function VerdictIcon({ batch, size }: { batch: UserBatch; size: number }) {
  const { status, counts } = batch
  if (status === 'paused') return <Pause size={size} className={css.warn} aria-hidden="true" />
  if (batch.finishedAt === null) {
    return <CircleDashed size={size} className={css.quiet} aria-hidden="true" />
  }
  if (status === 'cancelled') return <Ban size={size} className={css.quiet} aria-hidden="true" />
  return counts.failed + counts.refused + counts.notFound > 0 ? (
    <TriangleAlert size={size} className={css.warn} aria-hidden="true" />
  ) : (
    <CircleCheck size={size} className={css.ok} aria-hidden="true" />
  )
}

function Sentence({ batch }: { batch: UserBatch }): ReactNode {
  const { t, i18n } = useLingui()
  const { counts, status } = batch
  if (status === 'paused') return <Trans>Paused</Trans>
  if (status === 'queued') return <Trans>Waiting</Trans>
  if (status === 'running') return <Trans>Running</Trans>
  const rest = REST.filter((outcome) => counts[outcome] > 0).map((outcome) =>
    t(toRest(outcome, counts[outcome])),
  )
  return (
    <>
      {status === 'cancelled' && (
        <>
          <Trans>Cancelled.</Trans>{' '}
        </>
      )}
      <Done batch={batch} />
      {counts.willBeReverted > 0 && (
        <>
          {' '}
          <Plural
            value={counts.willBeReverted}
            one="Active Directory takes # of them back."
            other="Active Directory takes # of them back."
          />
        </>
      )}
      {rest.length > 0 && ` ${new Intl.ListFormat(i18n.locale).format(rest)}.`}
    </>
  )
}

function Done({ batch: { action, dryRun, counts } }: { batch: UserBatch }) {
  const done = counts.succeeded + counts.willBeReverted
  if (action === 'query')
    return <Plural value={done} one="# account found." other="# accounts found." />
  if (dryRun) {
    return action === 'disable' ? (
      <Plural
        value={done}
        one="# account would be disabled."
        other="# accounts would be disabled."
      />
    ) : (
      <Plural value={done} one="# account would be enabled." other="# accounts would be enabled." />
    )
  }
  return action === 'disable' ? (
    <Plural value={done} one="# account disabled." other="# accounts disabled." />
  ) : (
    <Plural value={done} one="# account enabled." other="# accounts enabled." />
  )
}
