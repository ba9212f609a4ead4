import { Trans, useLingui } from '@lingui/react/macro'
import type { UserBatch } from '@vestibule/client'
import { type ReactNode, useState } from 'react'
import { useWatchedBatch } from '../api/use-watched-batch.ts'
import type { BatchOutcome } from '../batch-outcomes.ts'
import { Button } from '../ui/Button.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { BatchCounters } from './BatchCounters.tsx'
import { BatchItems } from './BatchItems.tsx'
import css from './BatchLook.module.css'
import { BatchProgress } from './BatchProgress.tsx'
import { BatchStepSection } from './BatchStepSection.tsx'
import { BatchVerdict } from './BatchVerdict.tsx'
import { Loaded } from './Loaded.tsx'

interface BatchLookProps {
  id: string
  takesFocus: boolean
  /** Where an account stood in what was given. */
  toLine: ((position: number) => number) | undefined
  onAgain: () => void
  /** The step after, once it is known what would happen. */
  children: (look: UserBatch) => ReactNode
}

/** The second step: a dry run says what would happen to whom, before anything does. */
export function BatchLook({ id, takesFocus, toLine, onAgain, children }: BatchLookProps) {
  const { t } = useLingui()
  const query = useWatchedBatch(id)
  const [outcome, setOutcome] = useState<BatchOutcome>()
  const look = query.data
  return (
    <>
      <BatchStepSection title={<Trans>2. Check what will happen</Trans>} takesFocus={takesFocus}>
        <Loaded query={query} skeleton={<Skeleton height={6} />}>
          {(batch) => (
            <>
              <BatchProgress batch={batch} />
              <div role="status" className={css.verdict}>
                {batch.finishedAt === null ? (
                  <p className={css.quiet}>
                    <Trans>Each account is looked at. Nothing is changed.</Trans>
                  </p>
                ) : (
                  <BatchVerdict batch={batch} />
                )}
              </div>
              {batch.finishedAt !== null && (
                <>
                  <div className={css.head}>
                    <BatchCounters batch={batch} outcome={outcome} onOutcome={setOutcome} />
                    <Button onClick={onAgain}>
                      <Trans>Check again</Trans>
                    </Button>
                  </div>
                  {/* A window of its own: the step after must not be behind thousands of rows. */}
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it. */}
                  <section tabIndex={0} aria-label={t`Accounts`} className={css.window}>
                    <BatchItems batch={batch} outcome={outcome} toLine={toLine} />
                  </section>
                </>
              )}
            </>
          )}
        </Loaded>
        {query.isError && (
          <div>
            <Button onClick={onAgain}>
              <Trans>Check again</Trans>
            </Button>
          </div>
        )}
      </BatchStepSection>
      {look && look.finishedAt !== null && children(look)}
    </>
  )
}
