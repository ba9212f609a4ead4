import { Trans } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { auditQuery } from '../api/batch-queries.ts'
import { isForbidden } from '../api/is-forbidden.ts'
import { AuditList } from '../components/AuditList.tsx'
import { Loaded } from '../components/Loaded.tsx'
import { MoreRows } from '../components/MoreRows.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './BatchesPage.module.css'

export function AuditPage() {
  const query = useInfiniteQuery(auditQuery)
  const { fetchNextPage } = query
  const showMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  if (isForbidden(query.error)) {
    return (
      <EmptyState title={<Trans>Only administrators read the audit.</Trans>}>
        <Trans>
          It shows who did what to whom. You do not have the role Admin: ask an administrator of
          your organisation to open this page.
        </Trans>
      </EmptyState>
    )
  }
  return (
    <div className={css.page}>
      <p className={css.lead}>
        <Trans>
          Who did what to whom, when and why, the newest first. Entries are only ever added, each
          chained to the one before.
        </Trans>
      </p>
      <Loaded
        query={{ ...query, isRefetchError: query.isRefetchError && !query.isFetchNextPageError }}
        skeleton={<Skeleton height={16} />}
      >
        {({ pages }) =>
          pages.every(({ items }) => items.length === 0) ? (
            <EmptyState title={<Trans>Nothing has been done yet.</Trans>}>
              <Trans>Whatever is done to accounts from here stands here from then on.</Trans>
            </EmptyState>
          ) : (
            <>
              <AuditList pages={pages.map(({ items }) => items)} />
              <MoreRows query={query} onMore={showMore} />
            </>
          )
        }
      </Loaded>
    </div>
  )
}
