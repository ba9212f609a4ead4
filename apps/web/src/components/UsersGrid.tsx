import { useLingui } from '@lingui/react/macro'
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { PEOPLE_A_PAGE, type UserOrder } from '../api/queries.ts'
import type { PagesInSight, People } from '../api/use-people.ts'
import type { UserCellHandlers } from './UserCell.tsx'
import css from './UsersGrid.module.css'
import { UsersGridHead } from './UsersGridHead.tsx'
import { UsersGridRow } from './UsersGridRow.tsx'
import { useGridKeys } from './use-grid-keys.ts'
import { useGridPlace } from './use-grid-place.ts'
import type { UserColumn } from './users-columns.ts'
import { useUsersLayout } from './users-layout.ts'

interface UsersGridProps extends UserCellHandlers {
  /** Undefined while nobody has come. */
  people: People | undefined
  /** What tells one list from another: with it the rows begin anew. */
  listKey: string
  columns: readonly UserColumn[]
  orderBy: UserOrder
  onOrder: (orderBy: UserOrder) => void
  isBusy?: boolean
  /** Rows can be selected. */
  isSelectable: boolean
  /** Who is looked at beside the list. */
  person?: string | undefined
  /** Told which pages are in sight, or nearly. */
  onSight: (sight: PagesInSight) => void
  /** Called by the keyboard, for somebody's page beside the list or, `apart`, in another tab. */
  onEnter: (id: string, isApart: boolean) => void
}

const WAITING_ROWS = 14
/** Rows beyond the window that are made all the same, so that a slow scroll shows none that is missing. */
const OVERSCAN = 8
/** Rows beyond those whose people are fetched too. */
const AHEAD = 40

/**
 * The people as a grid, however many: only the rows in sight exist.
 * Roles and keys as of https://www.w3.org/WAI/ARIA/apg/patterns/grid/.
 */
export function UsersGrid(props: UsersGridProps) {
  const { people, listKey, columns: chosen, orderBy, onOrder, isBusy = false, ...rest } = props
  const { isSelectable, person, onSight, onEnter, ...handlers } = rest
  const { t } = useLingui()
  const grid = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const { columns, rowPx } = useUsersLayout(grid, chosen)
  const place = useGridPlace(body, listKey)
  const count = people?.count ?? WAITING_ROWS
  const columnCount = columns.length + (isSelectable ? 1 : 0)

  const scrollTo = (row: number) => virtualizer.scrollToIndex(row, { align: 'auto' })
  const keys = useGridKeys({
    grid,
    people,
    columns,
    isSelectable,
    pageRows: Math.max(1, Math.floor((window.innerHeight - place.covered) / rowPx) - 1),
    listKey,
    onEnter,
    onRow: scrollTo,
  })
  const { active } = keys
  const virtualizer = useWindowVirtualizer<HTMLDivElement>({
    count,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    scrollMargin: place.top,
    scrollPaddingStart: place.covered,
    scrollPaddingEnd: 2 * rowPx,
    // The row that has the focus stays, however far away it is.
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range)
      return active.row < 0 || active.row >= count || rows.includes(active.row)
        ? rows
        : [...rows, active.row].sort((a, b) => a - b)
    },
  })
  // Where rows become cards, all of them have another height.
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx])

  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {}
  const from = Math.floor(Math.max(0, startIndex - AHEAD) / PEOPLE_A_PAGE)
  const to = Math.floor(Math.min(count - 1, endIndex + AHEAD) / PEOPLE_A_PAGE)
  useEffect(() => onSight(`${from}-${to}`), [from, to, onSight])

  return (
    // biome-ignore-start lint/a11y/useSemanticElements: no table lays out rows that come and go.
    <>
      <div
        ref={grid}
        role="grid"
        className={css.grid}
        style={{ '--row-height': `${rowPx}px` }}
        aria-label={t`Users`}
        aria-busy={isBusy}
        aria-multiselectable={isSelectable || undefined}
        aria-rowcount={people?.total == null ? -1 : people.total + 1}
        aria-colcount={columnCount}
        tabIndex={-1}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
      >
        <UsersGridHead
          columns={columns}
          orderBy={orderBy}
          isLive={people?.source === 'graph'}
          onOrder={onOrder}
          selectable={isSelectable ? (people?.loaded ?? NOBODY) : undefined}
          activeColumn={active.row < 0 ? active.column : undefined}
        />
        <div
          ref={body}
          role="rowgroup"
          className={css.body}
          style={{ height: `${virtualizer.getTotalSize()}px` }}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const user = people?.getUser(index)
            return (
              <UsersGridRow
                key={index}
                row={index}
                user={user}
                columns={columns}
                isSelectable={isSelectable}
                isCurrent={user !== undefined && user.id === person}
                activeColumn={active.row === index ? active.column : undefined}
                start={start - place.top}
                {...handlers}
              />
            )
          })}
        </div>
      </div>
      <p role="status" className="visually-hidden">
        {keys.said}
      </p>
    </>
    // biome-ignore-end lint/a11y/useSemanticElements: as above.
  )
}

const NOBODY: People['loaded'] = []
