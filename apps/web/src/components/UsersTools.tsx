import { Trans, useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import type { UserList } from '../api/queries.ts'
import type { People } from '../api/use-people.ts'
import { Chip } from '../ui/Chip.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import type { UserFilter } from '../user-filters.ts'
import { LONGEST_SEARCH } from '../users-search.ts'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { UserFilters } from './UserFilters.tsx'
import { UsersCount } from './UsersCount.tsx'
import css from './UsersTools.module.css'
import type { UserColumn } from './users-columns.ts'
import { ViewsMenu } from './ViewsMenu.tsx'

interface UsersToolsProps {
  list: UserList
  people: People | undefined
  suggestions: Record<'department' | 'jobTitle', readonly string[]>
  isSearching: boolean
  columns: readonly UserColumn[]
  /** The list as a query string, for a link. */
  viewQuery: string
  onFind: (search: string) => void
  onNarrow: (filters: UserFilter[]) => void
  onLive: (isLive: boolean) => void
  onView: (query: string) => void
  onColumns: (columns: readonly UserColumn[] | undefined) => void
}

/** What the list is of, and the ways to have another one. */
export function UsersTools(props: UsersToolsProps) {
  const { list, people, suggestions, isSearching, columns, viewQuery } = props
  const { t } = useLingui()
  const { search, filter, isLive = false } = list
  return (
    <div className={css.tools}>
      <div className={css.row}>
        <SearchField
          label={t`Search by name or address`}
          value={search}
          maxLength={LONGEST_SEARCH}
          onPause={props.onFind}
        />
        <UserFilters filters={filter} suggestions={suggestions} onChange={props.onNarrow} />
      </div>
      <div className={css.row}>
        <UsersCount
          people={people}
          isNarrowed={search !== '' || filter.length > 0}
          isSearching={isSearching}
        />
        <div className={css.menus}>
          {(isLive || people?.source === 'mirror') && (
            <Chip
              isPressed={isLive}
              title={t`Asks Microsoft now, instead of what is kept here.`}
              onClick={() => props.onLive(!isLive)}
            >
              <Trans>Live from Graph</Trans>
              {isLive && <X size={14} aria-hidden="true" />}
            </Chip>
          )}
          <ViewsMenu query={viewQuery} onChoose={props.onView} />
          <ColumnsMenu columns={columns} onChange={props.onColumns} />
          <ExportMenu list={list} columns={columns} total={people?.total ?? null} />
        </div>
      </div>
    </div>
  )
}
