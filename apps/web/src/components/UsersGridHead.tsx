import { useLingui } from '@lingui/react/macro'
import type { User } from '@vestibule/client'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import type { UserOrder } from '../api/queries.ts'
import { isLiveOrder, toNextOrder } from '../users-search.ts'
import { SelectAllBox } from './SelectBox.tsx'
import css from './UsersGrid.module.css'
import { USER_HEADINGS } from './user-headings.ts'
import type { UserColumn } from './users-columns.ts'

interface UsersGridHeadProps {
  columns: readonly UserColumn[]
  orderBy: UserOrder
  /** Microsoft orders, by a few columns alone. */
  isLive: boolean
  onOrder: (orderBy: UserOrder) => void
  /** Whom the box for all of them selects; undefined where nobody can be selected. */
  selectable: readonly User[] | undefined
  /** The cell of this row that is the grid's stop of the Tab key, if it is one. */
  activeColumn: number | undefined
}

/** The headings, by which the list is ordered. */
export function UsersGridHead({ columns, selectable, activeColumn, ...rest }: UsersGridHeadProps) {
  const before = selectable ? 1 : 0
  return (
    // biome-ignore-start lint/a11y/useSemanticElements: no table lays out rows that come and go.
    // biome-ignore-start lint/a11y/useFocusableInteractive: its cells are.
    <div role="rowgroup" className={css.head}>
      <div role="row" aria-rowindex={1} className={css.row}>
        {selectable && (
          <div
            role="columnheader"
            aria-colindex={1}
            data-cell="-1:0"
            tabIndex={activeColumn === 0 ? 0 : -1}
            className={`${css.cell} ${css.select}`}
          >
            <SelectAllBox users={selectable} />
          </div>
        )}
        {columns.map((column, at) => (
          <Heading
            key={column}
            column={column}
            at={at + before}
            isActive={activeColumn === at + before}
            {...rest}
          />
        ))}
      </div>
    </div>
    // biome-ignore-end lint/a11y/useFocusableInteractive: as above.
    // biome-ignore-end lint/a11y/useSemanticElements: as above.
  )
}

interface HeadingProps extends Pick<UsersGridHeadProps, 'orderBy' | 'isLive' | 'onOrder'> {
  column: UserColumn
  at: number
  isActive: boolean
}

function Heading({ column, at, isActive, orderBy, isLive, onOrder }: HeadingProps) {
  const { t } = useLingui()
  const heading = t(USER_HEADINGS[column])
  const canOrder = !isLive || isLiveOrder(column)
  const sorted =
    orderBy === column ? 'ascending' : orderBy === `-${column}` ? 'descending' : undefined
  const Icon = sorted ? (sorted === 'ascending' ? ArrowUp : ArrowDown) : ChevronsUpDown
  return (
    // biome-ignore lint/a11y/useSemanticElements: see UsersGridHead.
    <div
      role="columnheader"
      aria-colindex={at + 1}
      aria-sort={canOrder ? (sorted ?? 'none') : undefined}
      data-cell={`-1:${at}`}
      tabIndex={isActive ? 0 : -1}
      className={`${css.cell} ${css[column]}`}
      title={canOrder ? undefined : t`Live from Graph, people cannot be sorted by this.`}
    >
      {canOrder ? (
        <button
          type="button"
          tabIndex={-1}
          className={css.sort}
          onClick={() => onOrder(toNextOrder(column, orderBy))}
        >
          <span className={css.heading}>{heading}</span>
          <Icon size={14} className={sorted ? css.sorted : css.unsorted} aria-hidden="true" />
        </button>
      ) : (
        <span className={css.heading}>{heading}</span>
      )}
    </div>
  )
}
