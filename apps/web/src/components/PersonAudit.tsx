import { Trans } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { personAuditQuery } from '../api/person-queries.ts'
import { PATHS } from '../routes.ts'
import { Section } from '../ui/Section.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { AuditList } from './AuditList.tsx'
import { MoreRows } from './MoreRows.tsx'
import { PartContent } from './PartContent.tsx'
import css from './PersonAudit.module.css'

/** What was done to somebody from here, the newest first. */
export function PersonAudit({ id }: { id: string }) {
  const query = useInfiniteQuery(personAuditQuery(id))
  const { fetchNextPage } = query
  const showMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  return (
    <Section title={<Trans>What was done here</Trans>}>
      <PartContent
        query={{ ...query, isRefetchError: query.isRefetchError && !query.isFetchNextPageError }}
        skeleton={<Skeleton height={5.5} />}
        refused={<Trans>Only administrators read the audit.</Trans>}
      >
        {({ pages }) => (
          <>
            {pages.every(({ items }) => items.length === 0) ? (
              <p className={css.none}>
                <Trans>Nothing was done to this account from here.</Trans>
              </p>
            ) : (
              <div className={css.entries}>
                <AuditList pages={pages.map(({ items }) => items)} />
              </div>
            )}
            <MoreRows query={query} onMore={showMore} />
          </>
        )}
      </PartContent>
      <p>
        <Link to={PATHS.audit}>
          <Trans>Open the whole audit</Trans>
        </Link>
      </p>
    </Section>
  )
}
