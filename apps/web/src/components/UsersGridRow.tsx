import type { User } from '@vestibule/client'
import { memo } from 'react'
import { Skeleton } from '../ui/Skeleton.tsx'
import { useIsSelected } from '../user-selection.ts'
import { SelectBox } from './SelectBox.tsx'
import { UserCell, type UserCellHandlers } from './UserCell.tsx'
import css from './UsersGrid.module.css'
import type { UserColumn } from './users-columns.ts'

interface UsersGridRowProps extends UserCellHandlers {
  /** From 0. */
  row: number
  /** Undefined while they are on their way. */
  user: User | undefined
  columns: readonly UserColumn[]
  isSelectable: boolean
  /** They are looked at beside the list. */
  isCurrent: boolean
  /** The cell of this row that is the grid's stop of the Tab key, if it is one. */
  activeColumn: number | undefined
  /** Where it stands, in pixels. */
  start: number
}

/** One person, or the room that is kept for them. */
export const UsersGridRow = memo(function UsersGridRow(props: UsersGridRowProps) {
  const { row, user, columns, isSelectable, isCurrent, activeColumn, start, ...handlers } = props
  const isSelected = useIsSelected(user?.id ?? '')
  const before = isSelectable ? 1 : 0
  return (
    // biome-ignore-start lint/a11y/useSemanticElements: see UsersGridHead.
    // biome-ignore-start lint/a11y/useFocusableInteractive: its cells are.
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isSelectable ? isSelected : undefined}
      aria-current={isCurrent || undefined}
      aria-busy={user === undefined || undefined}
      className={css.row}
      style={{ top: `${start}px` }}
    >
      {isSelectable && (
        <div
          role="gridcell"
          aria-colindex={1}
          data-cell={`${row}:0`}
          tabIndex={activeColumn === 0 ? 0 : -1}
          className={`${css.cell} ${css.select}`}
        >
          {user && <SelectBox user={user} />}
        </div>
      )}
      {columns.map((column, at) => (
        // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have it.
        <div
          key={column}
          role={column === 'displayName' && user ? 'rowheader' : 'gridcell'}
          aria-colindex={at + before + 1}
          data-cell={`${row}:${at + before}`}
          tabIndex={activeColumn === at + before ? 0 : -1}
          className={`${css.cell} ${css[column]}`}
        >
          {user ? (
            <UserCell column={column} user={user} {...handlers} />
          ) : (
            <Waiting column={column} row={row} />
          )}
        </div>
      ))}
    </div>
    // biome-ignore-end lint/a11y/useFocusableInteractive: as above.
    // biome-ignore-end lint/a11y/useSemanticElements: as above.
  )
})

function Waiting({ column, row }: { column: UserColumn; row: number }) {
  return (
    <>
      {column === 'displayName' && <Skeleton round width={1.5} height={1.5} />}
      <Skeleton width={`${50 + ((row * 37) % 40)}%`} />
    </>
  )
}
