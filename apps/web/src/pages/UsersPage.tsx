import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { UserPage } from '@vestibule/client'
import { type MouseEvent, useCallback, useMemo, useState } from 'react'
import { isEntraRequired } from '../api/entra-required.ts'
import { type UserOrder, usersQuery } from '../api/queries.ts'
import { isSignedOut } from '../api/query-client.ts'
import { Loaded } from '../components/Loaded.tsx'
import { MissingColumns } from '../components/MissingColumns.tsx'
import { MoreUsers } from '../components/MoreUsers.tsx'
import { useMayAct } from '../components/may-act.ts'
import { NoUsers } from '../components/NoUsers.tsx'
import { SelectionBar } from '../components/SelectionBar.tsx'
import { UserFilters } from '../components/UserFilters.tsx'
import { UsersTable } from '../components/UsersTable.tsx'
import { toMissingColumns, USER_COLUMNS, type UserColumn } from '../components/users-columns.ts'
import { PATHS } from '../routes.ts'
import { SearchField } from '../ui/SearchField.tsx'
import { type UserFilter, withFilter } from '../user-filters.ts'
import { DEFAULT_ORDER, LONGEST_SEARCH, type UsersSearch } from '../users-search.ts'
import css from './UsersPage.module.css'

const route = getRouteApi(PATHS.users)
const NO_FILTERS: readonly UserFilter[] = []

export function UsersPage() {
  const { t, i18n } = useLingui()
  const { search = '', filter = NO_FILTERS, orderBy = DEFAULT_ORDER } = route.useSearch()
  const query = useInfiniteQuery(usersQuery({ search, filter, orderBy }))
  const isSelectable = useMayAct() ?? false
  const isSearching = query.isPlaceholderData && query.isFetching
  const { find, narrow, narrowBy, order, clear } = useUsersSearch()
  const handlers = { ...usePersonPage(), onFilter: narrowBy }

  const { fetchNextPage } = query
  const showMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const list = useMemo(() => toList(query.data), [query.data])
  const columns = useColumns(list.missing)

  return (
    <div className={css.page}>
      {/* There is nobody to search for without a Microsoft account. */}
      {!isEntraRequired(query.error) && (
        <div className={css.tools}>
          <SearchField
            label={t`Search by name or address`}
            value={search}
            maxLength={LONGEST_SEARCH}
            onPause={find}
          />
          <UserFilters filters={filter} suggestions={list.suggestions} onChange={narrow} />
          <p role="status" className={css.count}>
            {isSearching ? <Trans>Searching…</Trans> : query.data && <Count data={query.data} />}
          </p>
        </div>
      )}
      <Loaded
        // A page that failed to come is told under the rows that did.
        query={{ ...query, isRefetchError: query.isRefetchError && !query.isFetchNextPageError }}
        skeleton={
          <UsersTable
            pages={undefined}
            columns={USER_COLUMNS}
            orderBy={orderBy}
            onOrder={order}
            isSelectable={isSelectable}
            {...handlers}
          />
        }
      >
        {() => {
          if (list.count === 0) {
            return (
              <NoUsers
                search={search}
                filters={filter}
                onClearFilters={() => narrow([])}
                onClear={clear}
              />
            )
          }
          return (
            <>
              <UsersTable
                pages={list.pages}
                total={list.total}
                columns={columns}
                orderBy={orderBy}
                onOrder={order}
                isBusy={isSearching}
                isSelectable={isSelectable}
                {...handlers}
              />
              {query.hasNextPage && (
                <MoreUsers
                  failure={
                    query.isFetchNextPageError && !isSignedOut(query.error)
                      ? { error: query.error, at: query.errorUpdatedAt }
                      : undefined
                  }
                  shown={i18n.number(list.count)}
                  isFetching={query.isFetching}
                  onMore={showMore}
                />
              )}
              <MissingColumns missing={list.missing} />
              {isSelectable && (
                <SelectionBar
                  users={list.users}
                  total={list.total}
                  search={search}
                  filter={filter}
                />
              )}
            </>
          )
        }}
      </Loaded>
    </div>
  )
}

/** The ways to change what the address asks for. They keep their identity, as rows hold them. */
function useUsersSearch() {
  const navigate = route.useNavigate()
  return useMemo(() => {
    const go = (change: (now: UsersSearch) => UsersSearch, options = {}) =>
      void navigate({ search: change, ...options })
    return {
      find: (wanted: string) =>
        go(({ search: _, ...rest }) => (wanted ? { ...rest, search: wanted } : rest), {
          // Each pause would else be a step of Back.
          replace: true,
          resetScroll: false,
        }),
      narrow: (filter: UserFilter[]) => go((now) => ({ ...now, filter })),
      narrowBy: (added: UserFilter) =>
        go((now) => ({ ...now, filter: withFilter(now.filter ?? [], added) })),
      order: (orderBy: UserOrder) => go((now) => ({ ...now, orderBy }), { resetScroll: false }),
      clear: () => go(({ orderBy }) => (orderBy ? { orderBy } : {}), { replace: true }),
    }
  }, [navigate])
}

/** The way to a person's page, which remembers the list that it was opened from. */
function usePersonPage() {
  const router = useRouter()
  return useMemo(
    () => ({
      onOpen: (event: MouseEvent, id: string) => {
        // Another tab, another window, a download: as the browser does it.
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        void router.navigate({
          to: PATHS.user,
          params: { id },
          state: { usersSearch: router.latestLocation.search as UsersSearch },
        })
      },
      onReach: (id: string) => void router.preloadRoute({ to: PATHS.user, params: { id } }),
    }),
    [router],
  )
}

/** The columns that there are. The same list as long as it is equal: every row hangs on it. */
function useColumns(missing: readonly UserColumn[]): readonly UserColumn[] {
  const left = USER_COLUMNS.filter((column) => !missing.includes(column))
  const [kept, setKept] = useState(left)
  if (kept.join() === left.join()) return kept
  setKept(left)
  return left
}

const MOST_SUGGESTIONS = 200

/** What the page shows of what has come. */
function toList(data: InfiniteData<UserPage> | undefined) {
  const pages = data?.pages.map(({ items }) => items) ?? []
  const users = pages.flat()
  const missing = toMissingColumns(users)
  const toSeen = (field: 'department' | 'jobTitle') =>
    [...new Set(users.flatMap((user) => user[field] ?? []))].sort().slice(0, MOST_SUGGESTIONS)
  return {
    pages,
    users,
    count: users.length,
    // Only the first page of a list knows how many there are.
    total: data?.pages[0]?.total ?? null,
    missing,
    suggestions: { department: toSeen('department'), jobTitle: toSeen('jobTitle') },
  }
}

function Count({ data: { pages } }: { data: InfiniteData<UserPage> }) {
  const { i18n } = useLingui()
  const shown = pages.reduce((sum, { items }) => sum + items.length, 0)
  const total = pages[0]?.total ?? null
  if (shown === 0) return <Trans>Nobody</Trans>
  if (total === null) return <Plural value={shown} one="# person shown" other="# people shown" />
  return (
    <Trans>
      {i18n.number(shown)} of <Plural value={total} one="# person" other="# people" /> shown
    </Trans>
  )
}
