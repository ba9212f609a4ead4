import { Trans } from '@lingui/react/macro'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ApiProblem, type UserBatch } from '@vestibule/client'
import { useEffect, useState } from 'react'
import { isForbidden } from '../api/is-forbidden.ts'
import { useWatchedBatch } from '../api/use-watched-batch.ts'
import type { BatchOutcome } from '../batch-outcomes.ts'
import type { BatchSearch } from '../batch-search.ts'
import { BatchActs } from '../components/BatchActs.tsx'
import { BatchCancel } from '../components/BatchCancel.tsx'
import { BatchCounters } from '../components/BatchCounters.tsx'
import { BatchesForbidden } from '../components/BatchesForbidden.tsx'
import { BatchItems } from '../components/BatchItems.tsx'
import { BatchProgress } from '../components/BatchProgress.tsx'
import { BatchSteps } from '../components/BatchSteps.tsx'
import { BatchTitle } from '../components/BatchTitle.tsx'
import { BatchVerdict } from '../components/BatchVerdict.tsx'
import { Loaded } from '../components/Loaded.tsx'
import { PATHS } from '../routes.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import css from './BatchPage.module.css'

const route = getRouteApi(PATHS.batch)

export function BatchPage() {
  const { batchId } = route.useParams()
  // Another batch is another page: nothing of the one before stays.
  return <Batch key={batchId} id={batchId} />
}

function Batch({ id }: { id: string }) {
  const query = useWatchedBatch(id)
  const { data: batch, error } = query
  return (
    <article className={css.page}>
      <header>
        {/* One heading from the first moment: the focus goes to it, and must find it again. */}
        <h1 tabIndex={-1} className={css.title}>
          {batch ? <BatchTitle {...batch} total={batch.counts.total} /> : <Trans>Batch</Trans>}
        </h1>
        {batch && <About batch={batch} />}
      </header>
      {isForbidden(error) && <BatchesForbidden />}
      {isMissing(error) && <NoBatch />}
      {!isForbidden(error) && !isMissing(error) && (
        <Loaded query={query} skeleton={<Skeleton height={16} />}>
          {(known) => <Course batch={known} />}
        </Loaded>
      )}
    </article>
  )
}

function isMissing(error: Error | null): boolean {
  if (!(error instanceof ApiProblem)) return false
  return error.problem.code === 'not_found' || error.problem.code === 'invalid_request'
}

/** Who asked for it, when and why, and which batch it follows. */
function About({ batch }: { batch: UserBatch }) {
  const before = batch.undoOf ?? batch.retryOf
  return (
    <p className={css.about}>
      <span>
        <Trans>
          Asked for by <bdi>{batch.createdBy.displayName}</bdi> <Time at={batch.createdAt} />
        </Trans>
      </span>
      {batch.reason && (
        <span>
          <Trans>
            Reason: <bdi>{batch.reason}</bdi>
          </Trans>
        </span>
      )}
      {batch.revokeSessions && (
        <span>
          <Trans>Sign-in sessions are ended too</Trans>
        </span>
      )}
      {before !== null && (
        <Link to={PATHS.batch} params={{ batchId: before }}>
          {batch.undoOf ? (
            <Trans>Takes back this batch</Trans>
          ) : (
            <Trans>Tries again what failed in this batch</Trans>
          )}
        </Link>
      )}
    </p>
  )
}

function Course({ batch }: { batch: UserBatch }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  // Once: it is taken out of the address, so that neither a reload nor Back asks again.
  const [ask] = useState(search.ask)
  useEffect(() => {
    if (!search.ask) return
    const without = ({ ask: _, ...rest }: BatchSearch) => rest
    void navigate({ search: without, replace: true, resetScroll: false })
  }, [search.ask, navigate])
  const isOpen = batch.finishedAt === null
  const choose = (outcome: BatchOutcome | undefined) =>
    void navigate({ search: outcome ? { outcome } : {}, replace: true, resetScroll: false })
  return (
    <>
      <BatchSteps
        at={isOpen ? 'run' : 'results'}
        isLookUp={batch.action === 'query' || batch.dryRun}
      />
      <div className={css.course}>
        <div role="status">
          <BatchVerdict batch={batch} />
        </div>
        <BatchProgress batch={batch} />
        {isOpen ? (
          <BatchCancel batch={batch} />
        ) : (
          <BatchActs batch={batch} outcome={search.outcome} ask={ask} />
        )}
      </div>
      <BatchCounters batch={batch} outcome={search.outcome} onOutcome={choose} />
      <div>
        <BatchItems batch={batch} outcome={search.outcome} />
      </div>
    </>
  )
}

function NoBatch() {
  return (
    <EmptyState
      title={<Trans>There is no such batch.</Trans>}
      action={
        <Link to={PATHS.batches}>
          <Trans>Look at all batches</Trans>
        </Link>
      }
    >
      <Trans>The link may be wrong, or lead to another organisation’s batch.</Trans>
    </EmptyState>
  )
}
