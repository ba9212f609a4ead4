import { getRouteApi } from '@tanstack/react-router'
import type { User } from '@vestibule/client'
import { lazy, type MouseEvent, Suspense, useCallback, useMemo, useState } from 'react'
import { isEntraRequired } from '../api/entra-required.ts'
import { isSignedOut } from '../api/query-client.ts'
import { type PagesInSight, usePeople } from '../api/use-people.ts'
import { Loaded } from '../components/Loaded.tsx'
import { MissingColumns } from '../components/MissingColumns.tsx'
import { MoreUsers } from '../components/MoreUsers.tsx'
import { useMayAct } from '../components/may-act.ts'
import { NoUsers } from '../components/NoUsers.tsx'
import { SelectionBar } from '../components/SelectionBar.tsx'
import { ShortcutKeys } from '../components/ShortcutKeys.tsx'
import { UsersGrid } from '../components/UsersGrid.tsx'
import { UsersGridFailure } from '../components/UsersGridFailure.tsx'
import { UsersPlotFold } from '../components/UsersPlotFold.tsx'
import { UsersTools } from '../components/UsersTools.tsx'
import { useNeighbours, usePageKeys } from '../components/use-users-keys.ts'
import { useUserColumns, useUsersView } from '../components/use-users-view.ts'
import { toMissingColumns } from '../components/users-columns.ts'
import { PATHS, toUser } from '../routes.ts'
import { readUsersSearch, toUserList, toViewQuery } from '../users-search.ts'
import css from './UsersPage.module.css'

const route = getRouteApi(PATHS.users)
const UserDrawer = lazy(async () => ({
  default: (await import('../components/UserDrawer.tsx')).UserDrawer,
}))

export function UsersPage() {
  const search = route.useSearch()
  // The router adds what else stands in the address, also what this page cannot read.
  const address = useMemo(() => readUsersSearch({ ...search }), [search])
  const list = toUserList(address)
  const [sight, setSight] = useState<PagesInSight>('0-0')
  const { query, people, shown } = usePeople(list, sight)
  const isSelectable = useMayAct() ?? false
  const isSearching = query.isPlaceholderData && query.isFetching
  const view = useUsersView()
  const { columns: chosen, choose } = useUserColumns(address.columns, view.arrange)
  const missing = useMemo(
    () => toMissingColumns(people?.loaded ?? NOBODY, chosen),
    [people?.loaded, chosen],
  )
  const columns = useMemo(
    () => chosen.filter((column) => !missing.includes(column)),
    [chosen, missing],
  )
  const suggestions = useMemo(() => toSuggestions(people?.loaded ?? NOBODY), [people?.loaded])
  const [showsKeys, setShowsKeys] = useState(false)
  const { person } = address
  const goBeside = useNeighbours(list, person, people, view.lookOn)
  usePageKeys({
    person,
    onKeys: () => setShowsKeys(true),
    onClose: view.lookAway,
    onBeside: goBeside,
  })

  const { fetchNextPage } = query
  const showMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const onOpen = useCallback(
    (event: MouseEvent, id: string) => {
      // Another tab, another window, a download: as the browser does it.
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      view.look(id)
    },
    [view],
  )
  const onEnter = useCallback(
    (id: string, isApart: boolean) =>
      isApart ? void window.open(toUser(id), '_blank', 'noopener') : view.look(id),
    [view],
  )
  const grid = {
    listKey: JSON.stringify(shown),
    orderBy: list.orderBy,
    onOrder: view.order,
    isBusy: isSearching,
    isSelectable,
    person,
    onSight: setSight,
    onOpen,
    onEnter,
    onFilter: view.narrowBy,
  }

  return (
    <div className={css.page}>
      {/* There is nobody to search for without a Microsoft account. */}
      {!isEntraRequired(query.error) && (
        <>
          <UsersTools
            list={list}
            people={people}
            suggestions={suggestions}
            isSearching={isSearching}
            columns={chosen}
            viewQuery={toViewQuery(address, chosen)}
            onFind={view.find}
            onNarrow={view.narrow}
            onLive={view.goLive}
            onView={view.choose}
            onColumns={choose}
          />
          <UsersPlotFold
            isOpen={address.plot}
            filters={list.filter}
            onToggle={view.plot}
            onFilter={view.narrowBy}
          />
        </>
      )}
      <Loaded
        // A page that failed to come is told under the rows that did.
        query={{ ...query, isRefetchError: query.isRefetchError && !query.isFetchNextPageError }}
        skeleton={<UsersGrid people={undefined} columns={chosen} {...grid} />}
      >
        {() => {
          if (!people || people.count === 0) {
            return (
              <NoUsers
                search={list.search}
                filters={list.filter}
                isKept={people?.source === 'mirror'}
                onClearFilters={() => view.narrow([])}
                onClear={view.clear}
              />
            )
          }
          return (
            <>
              <MissingColumns missing={missing} />
              <UsersGrid people={people} columns={columns} {...grid} />
              {people.source === 'graph' && query.hasNextPage && (
                <MoreUsers
                  failure={
                    query.isFetchNextPageError && !isSignedOut(query.error)
                      ? { error: query.error, at: query.errorUpdatedAt }
                      : undefined
                  }
                  count={people.count}
                  isFetching={query.isFetching}
                  onMore={showMore}
                />
              )}
              <UsersGridFailure failure={people.failure} />
              {isSelectable && <SelectionBar list={list} total={people.total} />}
            </>
          )
        }}
      </Loaded>
      {person !== undefined && (
        <Suspense fallback={null}>
          <UserDrawer id={person} list={list} onGo={view.lookOn} onClose={view.lookAway} />
        </Suspense>
      )}
      {showsKeys && <ShortcutKeys onClose={() => setShowsKeys(false)} />}
    </div>
  )
}

const NOBODY: readonly User[] = []

const MOST_SUGGESTIONS = 200

/** The departments and job titles that were seen, to choose from. */
function toSuggestions(users: readonly User[]) {
  const toSeen = (field: 'department' | 'jobTitle') =>
    [...new Set(users.flatMap((user) => user[field] ?? []))].sort().slice(0, MOST_SUGGESTIONS)
  return { department: toSeen('department'), jobTitle: toSeen('jobTitle') }
}
