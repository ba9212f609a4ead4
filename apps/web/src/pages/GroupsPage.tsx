import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { GroupPage } from '@vestibule/client'
import { useCallback, useMemo } from 'react'
import { isEntraRequired } from '../api/entra-required.ts'
import { joinPages } from '../api/graph-pages.ts'
import { groupsQuery } from '../api/group-queries.ts'
import { GroupList, WaitingGroups } from '../components/GroupList.tsx'
import { GROUP_KIND_CHOICES } from '../components/group-texts.ts'
import { Loaded } from '../components/Loaded.tsx'
import { MoreRows } from '../components/MoreRows.tsx'
import { NoGroups } from '../components/NoGroups.tsx'
import type { GroupsSearch } from '../groups-search.ts'
import { PATHS } from '../routes.ts'
import { Chip } from '../ui/Chip.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { LONGEST_SEARCH } from '../users-search.ts'
import css from './GroupsPage.module.css'

const route = getRouteApi(PATHS.groups)
const KINDS = Object.keys(GROUP_KIND_CHOICES) as (keyof typeof GROUP_KIND_CHOICES)[]

export function GroupsPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const query = useInfiniteQuery(groupsQuery(search))
  const { fetchNextPage } = query
  const showMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const isSearching = query.isPlaceholderData && query.isFetching
  const { find, narrow, clear } = useGroupsSearch()

  return (
    <div className={css.page}>
      {/* There is no group to search for without a Microsoft account. */}
      {!isEntraRequired(query.error) && (
        <div className={css.tools}>
          <SearchField
            label={t`Search groups`}
            value={search.search ?? ''}
            maxLength={LONGEST_SEARCH}
            onPause={find}
          />
          <fieldset className={css.kinds}>
            <legend className="visually-hidden">
              <Trans>Kind</Trans>
            </legend>
            {KINDS.map((kind) => (
              <Chip
                key={kind}
                isPressed={search.kind === kind}
                onClick={() => narrow(search.kind === kind ? undefined : kind)}
              >
                {t(GROUP_KIND_CHOICES[kind])}
              </Chip>
            ))}
          </fieldset>
          <p role="status" className={css.count}>
            {isSearching ? <Trans>Searching…</Trans> : query.data && <Count {...query.data} />}
          </p>
        </div>
      )}
      <Loaded
        query={{ ...query, isRefetchError: query.isRefetchError && !query.isFetchNextPageError }}
        skeleton={<WaitingGroups />}
      >
        {({ pages }) =>
          pages.every(({ items }) => items.length === 0) ? (
            <NoGroups {...search} onClear={clear} />
          ) : (
            <>
              <GroupList groups={joinPages(pages)} search={search} isBusy={isSearching} />
              <MoreRows query={query} onMore={showMore} />
            </>
          )
        }
      </Loaded>
    </div>
  )
}

/** The ways to change what the address asks for. Each pause in typing would else be a step of Back. */
function useGroupsSearch() {
  const navigate = route.useNavigate()
  return useMemo(() => {
    const go = (change: (now: GroupsSearch) => GroupsSearch, replace: boolean) =>
      void navigate({ search: change, replace, resetScroll: false })
    return {
      find: (wanted: string) =>
        go(({ search: _, ...rest }) => (wanted ? { ...rest, search: wanted } : rest), true),
      narrow: (kind: GroupsSearch['kind']) =>
        go(({ kind: _, ...rest }) => (kind ? { ...rest, kind } : rest), false),
      clear: () => go(() => ({}), true),
    }
  }, [navigate])
}

function Count({ pages }: { pages: readonly GroupPage[] }) {
  const shown = pages.reduce((sum, { items }) => sum + items.length, 0)
  return <Plural value={pages[0]?.total ?? shown} _0="No group" one="# group" other="# groups" />
}
