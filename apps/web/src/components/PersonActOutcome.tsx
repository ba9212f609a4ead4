import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { UserBatch, UserBatchItem } from '@vestibule/client'
import { useEffect, useRef } from 'react'
import { batchItemsQuery } from '../api/batch-queries.ts'
import { client } from '../api/client.ts'
import { useWatchedBatch } from '../api/use-watched-batch.ts'
import { PATHS } from '../routes.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { ActFailure } from './ActFailure.tsx'
import { BatchPaused } from './BatchPaused.tsx'
import { isGraphCode, toOutcomeText, toWhy } from './batch-texts.ts'
import css from './PersonAct.module.css'

interface PersonActOutcomeProps {
  id: string
  /** Called with the batch that takes it back. */
  onUndone: (id: string) => void
  onRefused: (id: string) => void
  onClose: () => void
}

/** What came of a batch of one, and the way to take it back. */
export function PersonActOutcome(props: PersonActOutcomeProps) {
  const { id, onUndone, onRefused, onClose } = props
  const { data: batch } = useWatchedBatch(id)
  const place = useRef<HTMLDivElement>(null)
  const isOver = batch !== undefined && batch.finishedAt !== null
  const items = useInfiniteQuery({ ...batchItemsQuery(id, undefined, false), enabled: isOver })
  const [item] = items.data?.pages.flatMap((page) => page.items) ?? []
  const undo = useMutation({
    mutationFn: () => client.undoUserBatch(id),
    onSuccess: (undoing) => onUndone(undoing.id),
    onError: () => onRefused(id),
  })

  // The form that was used has gone.
  useEffect(() => place.current?.focus(), [])

  return (
    <div ref={place} tabIndex={-1} className={css.act}>
      {batch?.status === 'paused' && <BatchPaused batch={batch} />}
      {batch && isOver && item?.outcome !== undefined ? (
        <Notice
          tone={toTone(item)}
          title={<Verdict batch={batch} item={item} />}
          actions={
            <>
              {hasChanged(item) && (
                <Button
                  aria-disabled={undo.isPending}
                  onClick={() => !undo.isPending && undo.mutate()}
                >
                  <Trans>Undo</Trans>
                </Button>
              )}
              <Button look="quiet" onClick={onClose}>
                <Trans>Close</Trans>
              </Button>
            </>
          }
        >
          <Why item={item} />
          <p>
            <Link to={PATHS.batch} params={{ batchId: id }}>
              <Trans>Details</Trans>
            </Link>
          </p>
        </Notice>
      ) : (
        <p role="status">
          <Trans>Handed over. It takes a moment…</Trans>
        </p>
      )}
      {undo.isError && (
        <ActFailure
          error={undo.error}
          at={undo.submittedAt}
          refused={<Trans>It was not taken back.</Trans>}
          uncertain={<Trans>It is not certain that it was taken back.</Trans>}
        />
      )}
    </div>
  )
}

function hasChanged({ before, after }: UserBatchItem): boolean {
  return before !== null && after !== null && before !== after
}

function toTone({ outcome, code }: UserBatchItem) {
  if (outcome === 'succeeded') return code === null ? 'ok' : 'warn'
  return outcome === 'failed' || outcome === 'refused' ? 'bad' : 'warn'
}

function Verdict({ batch, item }: { batch: UserBatch; item: UserBatchItem }) {
  const { t } = useLingui()
  if (item.outcome !== 'succeeded') return t(toOutcomeText(batch, item.outcome))
  return batch.action === 'disable' ? (
    <Trans>The account is disabled.</Trans>
  ) : (
    <Trans>The account is enabled.</Trans>
  )
}

function Why({ item }: { item: UserBatchItem }) {
  const { t } = useLingui()
  const why = toWhy(item)
  if (!why) return null
  return (
    <p>
      {t(why)} {isGraphCode(item.code) && <code>{item.code}</code>}
    </p>
  )
}
