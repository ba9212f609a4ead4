import { Plural, Trans } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UserBatch } from '@vestibule/client'
import { batchQuery } from '../api/batch-queries.ts'
import { client } from '../api/client.ts'
import { ConfirmButton } from '../ui/ConfirmButton.tsx'
import { ActFailure } from './ActFailure.tsx'
import css from './BatchCancel.module.css'

/** Stops a batch that goes on; what is done stays done. */
export function BatchCancel({ batch }: { batch: UserBatch }) {
  const queryClient = useQueryClient()
  const { queryKey } = batchQuery(batch.id)
  const cancel = useMutation({
    mutationFn: () => client.cancelUserBatch(batch.id),
    onSuccess: (stopped) => queryClient.setQueryData(queryKey, stopped),
    // It may have ended by itself meanwhile, which only the batch can tell.
    onError: () => queryClient.invalidateQueries({ queryKey }),
  })
  const { pending } = batch.counts
  return (
    <div className={css.cancel}>
      <p className={css.leave}>
        {batch.status !== 'paused' && (
          <Trans>
            You can leave this page: the batch goes on, and is found again under Batches.
          </Trans>
        )}
      </p>
      {cancel.isSuccess ? (
        <p role="status">
          <Trans>Cancelling…</Trans>
        </p>
      ) : (
        <ConfirmButton
          words={<Trans>Cancel batch</Trans>}
          question={<Trans>What is done stays done. Stop here?</Trans>}
          confirm={
            <Plural value={pending} one="Leave # account undone" other="Leave # accounts undone" />
          }
          isBusy={cancel.isPending}
          onConfirm={() => cancel.mutate()}
          onCancel={cancel.reset}
        />
      )}
      {cancel.isError && (
        <div className={css.failure}>
          <ActFailure
            error={cancel.error}
            at={cancel.submittedAt}
            refused={<Trans>The batch was not cancelled.</Trans>}
            uncertain={<Trans>It is not certain that the batch was cancelled.</Trans>}
          />
        </div>
      )}
    </div>
  )
}
