import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { UserBatch, UserBatchItem } from '@vestibule/client'
import { type MouseEvent, memo, useCallback } from 'react'
import { batchItemsQuery } from '../api/batch-queries.ts'
import type { BatchOutcome } from '../batch-outcomes.ts'
import { PATHS } from '../routes.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import { useRowKeys } from '../ui/use-row-keys.ts'
import { BatchItemRow } from './BatchItemRow.tsx'
import css from './BatchItems.module.css'
import { Loaded } from './Loaded.tsx'
import { MoreRows } from './MoreRows.tsx'

interface BatchItemsProps {
  batch: UserBatch
  /** The only one that is shown. */
  outcome: BatchOutcome | undefined
  /** Where an account stood in what was given, if that is known. */
  toLine?: ((position: number) => number) | undefined
}

/** The accounts of a batch, those that have to be looked at first. */
export function BatchItems({ batch, outcome, toLine }: BatchItemsProps) {
  const query = useInfiniteQuery(batchItemsQuery(batch.id, outcome, batch.status === 'running'))
  const { fetchNextPage } = query
  const showMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  return (
    <Loaded
      query={{ ...query, isRefetchError: query.isRefetchError && !query.isFetchNextPageError }}
      skeleton={<Skeleton height={12} />}
    >
      {({ pages }) => (
        <>
          <ItemTable
            batch={batch}
            pages={pages.map(({ items }) => items)}
            isBusy={query.isPlaceholderData}
            toLine={toLine}
          />
          <MoreRows query={query} onMore={showMore} />
        </>
      )}
    </Loaded>
  )
}

interface ItemTableProps extends Pick<BatchItemsProps, 'batch' | 'toLine'> {
  pages: readonly (readonly UserBatchItem[])[]
  isBusy: boolean
}

/**
 * A table by its roles, not by its layout: a browser can leave out groups of rows that are out of sight, but not
 * those of a table (https://drafts.csswg.org/css-contain-1/#containment-size).
 */
function ItemTable({ batch, pages, isBusy, toLine }: ItemTableProps) {
  const { t } = useLingui()
  const table = useRowKeys()
  const open = useOpenPerson()
  if (pages.every((items) => items.length === 0)) {
    return (
      <p className={css.none}>
        <Trans>No account here.</Trans>
      </p>
    )
  }
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: browsers drop a role when the layout is another.
    <table
      ref={table}
      role="table"
      className={css.table}
      aria-label={t`Accounts`}
      aria-busy={isBusy}
    >
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col" className={css.line}>
            {toLine ? <Trans>Line</Trans> : <Trans>No.</Trans>}
          </th>
          <th role="columnheader" scope="col" className={css.name}>
            <Trans>Account</Trans>
          </th>
          <th role="columnheader" scope="col" className={css.jobTitle}>
            <Trans>Job title</Trans>
          </th>
          <th role="columnheader" scope="col" className={css.state}>
            {batch.action === 'query' || batch.dryRun ? <Trans>Now</Trans> : <Trans>Change</Trans>}
          </th>
          <th role="columnheader" scope="col" className={css.outcome}>
            {batch.dryRun ? <Trans>What will happen</Trans> : <Trans>Outcome</Trans>}
          </th>
          {!batch.dryRun && (
            <th role="columnheader" scope="col" className={css.trace}>
              <Trans>When</Trans>
            </th>
          )}
        </tr>
      </thead>
      {pages.map((items, page) => (
        <Rows
          key={page}
          items={items}
          action={batch.action}
          dryRun={batch.dryRun}
          undoOf={batch.undoOf}
          toLine={toLine}
          onOpen={open}
        />
      ))}
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: as above.
  )
}

type RowsProps = Pick<UserBatch, 'action' | 'dryRun' | 'undoOf'> & {
  items: readonly UserBatchItem[]
  toLine: BatchItemsProps['toLine']
  onOpen: (event: MouseEvent, id: string) => void
}

/** One page. What has come stays as it is while the numbers above change. */
const Rows = memo(function Rows({ items, action, dryRun, undoOf, toLine, onOpen }: RowsProps) {
  const batch = { action, dryRun, undoOf }
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see ItemTable.
    <tbody role="rowgroup" style={{ '--rows': items.length }}>
      {items.map((item) => (
        <BatchItemRow
          key={item.line}
          batch={batch}
          item={item}
          line={toLine?.(item.line) ?? item.line}
          onOpen={onOpen}
        />
      ))}
    </tbody>
  )
})

function useOpenPerson() {
  const router = useRouter()
  return useCallback(
    (event: MouseEvent, id: string) => {
      // Another tab, another window, a download: as the browser does it.
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      void router.navigate({ to: PATHS.user, params: { id } })
    },
    [router],
  )
}
