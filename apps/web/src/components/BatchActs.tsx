import { Plural, Trans } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { UserBatch } from '@vestibule/client'
import { client } from '../api/client.ts'
import type { BatchSearch } from '../batch-search.ts'
import { PATHS, toFollowBatch } from '../routes.ts'
import { ConfirmButton } from '../ui/ConfirmButton.tsx'
import { ActFailure } from './ActFailure.tsx'
import css from './BatchActs.module.css'
import { BatchExport } from './BatchExport.tsx'
import { Act } from './BatchTitle.tsx'

interface BatchActsProps {
  batch: UserBatch
  outcome: BatchSearch['outcome']
  /** Begins with the question whether to do this. */
  ask: BatchSearch['ask']
}

/** What can be done with a batch that has ended. */
export function BatchActs({ batch, outcome, ask }: BatchActsProps) {
  const navigate = useNavigate()
  const follow = useMutation({
    mutationFn: (act: 'undo' | 'retry') =>
      act === 'undo' ? client.undoUserBatch(batch.id) : client.retryUserBatch(batch.id),
    onSuccess: ({ id }) => navigate({ to: PATHS.batch, params: { batchId: id } }),
  })
  const { failed, succeeded, willBeReverted } = batch.counts
  const changed = batch.action === 'query' || batch.dryRun ? 0 : succeeded + willBeReverted
  const failedAct = follow.variables ?? 'undo'

  return (
    <div className={css.acts}>
      {failed > 0 && (
        <ConfirmButton
          words={
            <Plural value={failed} one="Try the failed one again" other="Try the # failed again" />
          }
          question={<Trans>Try again only those that failed?</Trans>}
          confirm={<Act action={batch.action} total={failed} />}
          asksAtOnce={ask === 'retry'}
          isBusy={follow.isPending}
          onConfirm={() => follow.mutate('retry')}
          onCancel={follow.reset}
        />
      )}
      {changed > 0 && (
        <ConfirmButton
          words={<Trans>Undo</Trans>}
          question={<Trans>Take it back? Whoever was changed since is left as they are.</Trans>}
          confirm={
            <Act action={batch.action === 'disable' ? 'enable' : 'disable'} total={changed} />
          }
          asksAtOnce={ask === 'undo'}
          isBusy={follow.isPending}
          onConfirm={() => follow.mutate('undo')}
          onCancel={follow.reset}
        />
      )}
      <BatchExport batch={batch} outcome={outcome} />
      {follow.isError && (
        <div className={css.failure}>
          <ActFailure
            error={follow.error}
            at={follow.submittedAt}
            refused={<Trans>No new batch was begun.</Trans>}
            uncertain={
              <Trans>It is not certain that a new batch was begun. Look among the batches.</Trans>
            }
            returnTo={toFollowBatch(batch.id, failedAct)}
          />
        </div>
      )}
    </div>
  )
}
