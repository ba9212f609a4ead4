import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { UserPage } from '@vestibule/client'
import { useCallback } from 'react'
import { type UserOrder, usersQuery } from '../api/queries.ts'
import { isSignedOut } from '../api/query-client.ts'
import { Loaded } from '../components/Loaded.tsx'
import { MissingColumns } from '../components/MissingColumns.tsx'
import { MoreUsers } from '../components/MoreUsers.tsx'
import { UsersTable } from '../components/UsersTable.tsx'
import { toMissingColumns } from '../components/users-columns.ts'
import { PATHS } from '../routes.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { DEFAULT_ORDER, LONGEST_SEARCH } from '../users-search.ts'
import css from './UsersPage.module.css'

const route = getRouteApi(PATHS.users)

export function UsersPage() {
  const { t, i18n } = useLingui()
  const { search = '', orderBy = DEFAULT_ORDER } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useInfiniteQuery(usersQuery({ search, orderBy }))
  const isSearching = query.isPlaceholderData && query.isFetching

  const find = useCallback(
    (wanted: string) =>
      void navigate({
        search: ({ search: _, ...rest }) => (wanted ? { ...rest, search: wanted } : rest),
        // Each pause would else be a step of Back.
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  const order = (wanted: UserOrder) =>
    void navigate({ search: (now) => ({ ...now, orderBy: wanted }), resetScroll: false })

  return (
    <div className={css.page}>
      <div className={css.tools}>
        <SearchField
          label={t`Search by name or address`}
          value={search}
          maxLength={LONGEST_SEARCH}
          onPause={find}
        />
        <p role="status" className={css.count}>
          {isSearching ? <Trans>Searching…</Trans> : query.data && <Count data={query.data} />}
        </p>
      </div>
      <Loaded
        // A page that failed to come is told under the rows that did.
        query={{ ...query, isRefetchError: query.isRefetchError && !query.isFetchNextPageError }}
        skeleton={<UsersTable users={undefined} missing={[]} orderBy={orderBy} onOrder={order} />}
      >
        {({ pages }) => {
          const users = pages.flatMap(({ items }) => items)
          const missing = toMissingColumns(users)
          if (users.length === 0) return <NoUsers search={search} onClear={() => find('')} />
          return (
            <>
              <UsersTable
                users={users}
                missing={missing}
                orderBy={orderBy}
                onOrder={order}
                isBusy={isSearching}
              />
              {query.hasNextPage && (
                <MoreUsers
                  failure={
                    query.isFetchNextPageError && !isSignedOut(query.error)
                      ? { error: query.error, at: query.errorUpdatedAt }
                      : undefined
                  }
                  shown={i18n.number(users.length)}
                  isFetching={query.isFetchingNextPage}
                  onMore={() => void query.fetchNextPage()}
                />
              )}
              <MissingColumns missing={missing} />
            </>
          )
        }}
      </Loaded>
    </div>
  )
}

function Count({ data: { pages } }: { data: InfiniteData<UserPage> }) {
  const { i18n } = useLingui()
  const shown = pages.reduce((sum, { items }) => sum + items.length, 0)
  // Only the first page of a list knows how many there are.
  const total = pages[0]?.total ?? null
  if (shown === 0) return <Trans>Nobody</Trans>
  if (total === null) return <Plural value={shown} one="# person" other="# people" />
  return (
    <Trans>
      {i18n.number(shown)} of <Plural value={total} one="# person" other="# people" />
    </Trans>
  )
}

function NoUsers({ search, onClear }: { search: string; onClear: () => void }) {
  if (search === '') {
    return (
      <EmptyState title={<Trans>There is nobody in this directory yet.</Trans>}>
        <Trans>People appear here as soon as your organisation adds them in Microsoft Entra.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={<Trans>Nobody matches “{search}”.</Trans>}
      action={
        <Button onClick={onClear}>
          <Trans>Show everybody</Trans>
        </Button>
      }
    >
      <Trans>The search looks at names and addresses. Try part of either.</Trans>
    </EmptyState>
  )
}
