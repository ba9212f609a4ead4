import { Trans } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { batchesQuery } from '../api/batch-queries.ts'
import { isForbidden } from '../api/is-forbidden.ts'
import { BatchesForbidden } from '../components/BatchesForbidden.tsx'
import { BatchList } from '../components/BatchList.tsx'
import { LinkButton } from '../components/LinkButton.tsx'
import { Loaded } from '../components/Loaded.tsx'
import { MoreRows } from '../components/MoreRows.tsx'
import { PATHS } from '../routes.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './BatchesPage.module.css'

export function BatchesPage() {
  const query = useInfiniteQuery(batchesQuery)
  const { fetchNextPage } = query
  const showMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  if (isForbidden(query.error)) return <BatchesForbidden />
  return (
    <div className={css.page}>
      <div className={css.head}>
        <p className={css.lead}>
          <Trans>
            Look up, disable or enable many accounts at once. The server does it one after the other
            and to the end, whether or not this page is open.
          </Trans>
        </p>
        <LinkButton look="primary" to={PATHS.newBatch}>
          <Trans>New batch</Trans>
        </LinkButton>
      </div>
      <Loaded
        query={{ ...query, isRefetchError: query.isRefetchError && !query.isFetchNextPageError }}
        skeleton={<Skeleton height={16} />}
      >
        {({ pages }) =>
          pages.every(({ items }) => items.length === 0) ? (
            <EmptyState title={<Trans>No batch has been run yet.</Trans>}>
              <Trans>
                Paste a list of user principal names, mail addresses or object ids, drop a CSV file,
                or select people on the page Users. You see what would happen before anything does,
                and can take it back afterwards.
              </Trans>
            </EmptyState>
          ) : (
            <>
              <BatchList batches={pages.flatMap(({ items }) => items)} />
              <MoreRows query={query} onMore={showMore} />
            </>
          )
        }
      </Loaded>
    </div>
  )
}
