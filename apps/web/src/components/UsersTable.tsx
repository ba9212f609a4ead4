import { useLingui } from '@lingui/react/macro'
import type { User } from '@vestibule/client'
import { memo } from 'react'
import type { UserOrder } from '../api/queries.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import { SortHeader } from '../ui/SortHeader.tsx'
import { useRowKeys } from '../ui/use-row-keys.ts'
import { toNextOrder } from '../users-search.ts'
import { SelectAllBox, SelectBox } from './SelectBox.tsx'
import { UserCell, type UserCellHandlers } from './UserCell.tsx'
import css from './UsersTable.module.css'
import { USER_HEADINGS } from './user-headings.ts'
import type { UserColumn } from './users-columns.ts'

interface UsersTableProps extends UserCellHandlers {
  /** As they came, page by page; undefined while they are on their way. */
  pages: readonly (readonly User[])[] | undefined
  /** How many there are in all, if known. */
  total?: number | null
  columns: readonly UserColumn[]
  orderBy: UserOrder
  onOrder: (orderBy: UserOrder) => void
  isBusy?: boolean
  /** Rows can be selected. */
  isSelectable?: boolean
}

/**
 * A table by its roles. By its layout it is not one: a browser can leave out groups of rows that are
 * out of sight, but not those of a table (https://drafts.csswg.org/css-contain-1/#containment-size).
 */
export function UsersTable({ pages, total, columns, orderBy, onOrder, ...rest }: UsersTableProps) {
  const { t } = useLingui()
  const { isBusy = false, isSelectable = false, ...handlers } = rest
  const table = useRowKeys()
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: browsers drop a role when the layout is another.
    <table
      ref={table}
      role="table"
      className={css.table}
      aria-label={t`Users`}
      aria-busy={isBusy}
      aria-rowcount={typeof total === 'number' ? total + 1 : -1}
    >
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          {isSelectable && (
            <th role="columnheader" scope="col" className={css.select}>
              <SelectAllBox users={pages?.flat() ?? NOBODY} />
            </th>
          )}
          {columns.map((column) => (
            <Header key={column} column={column} orderBy={orderBy} onOrder={onOrder} />
          ))}
        </tr>
      </thead>
      {pages ? (
        pages.map((users, page) => (
          <Rows
            key={page}
            users={users}
            firstIndex={2 + pages.slice(0, page).reduce((sum, { length }) => sum + length, 0)}
            columns={columns}
            isSelectable={isSelectable}
            {...handlers}
          />
        ))
      ) : (
        <WaitingRows columns={columns} isSelectable={isSelectable} />
      )}
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: as above.
  )
}

interface HeaderProps {
  column: UserColumn
  orderBy: UserOrder
  onOrder: (orderBy: UserOrder) => void
}

function Header({ column, orderBy, onOrder }: HeaderProps) {
  const { t } = useLingui()
  const heading = t(USER_HEADINGS[column])
  if (column !== 'displayName' && column !== 'userPrincipalName' && column !== 'createdAt') {
    return (
      // biome-ignore lint/a11y/noRedundantRoles: see UsersTable.
      <th role="columnheader" scope="col" className={css[column]}>
        {heading}
      </th>
    )
  }
  const sorted =
    orderBy === column ? 'ascending' : orderBy === `-${column}` ? 'descending' : undefined
  return (
    <SortHeader
      sorted={sorted}
      className={css[column]}
      onSort={() => onOrder(toNextOrder(column, orderBy))}
    >
      {heading}
    </SortHeader>
  )
}

interface RowsProps extends UserCellHandlers {
  users: readonly User[]
  /** Where the first row stands in the whole table. */
  firstIndex: number
  columns: readonly UserColumn[]
  isSelectable: boolean
}

/** One page of people. What has come stays as it is while more comes. */
const Rows = memo(function Rows(props: RowsProps) {
  const { users, firstIndex, columns, isSelectable, ...handlers } = props
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: see UsersTable.
    <tbody role="rowgroup" style={{ '--rows': users.length }}>
      {users.map((user, index) => (
        <tr key={user.id} role="row" aria-rowindex={firstIndex + index}>
          {isSelectable && (
            <td role="cell" className={css.select}>
              <SelectBox user={user} />
            </td>
          )}
          {columns.map((column) => (
            <UserCell key={column} column={column} user={user} {...handlers} />
          ))}
        </tr>
      ))}
    </tbody>
    // biome-ignore-end lint/a11y/noRedundantRoles: see UsersTable.
  )
})

const NOBODY: readonly User[] = []
const WAITING_ROWS = Array.from({ length: 14 }, (_, row) => ({
  id: `row ${row}`,
  width: `${50 + ((row * 37) % 40)}%`,
}))

function WaitingRows({ columns, isSelectable }: Pick<RowsProps, 'columns' | 'isSelectable'>) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: see UsersTable.
    <tbody role="rowgroup">
      {WAITING_ROWS.map(({ id, width }) => (
        <tr key={id} role="row">
          {isSelectable && <td role="cell" className={css.select} />}
          {columns.map((column) => (
            <td key={column} role="cell" className={css[column]}>
              {column === 'displayName' && <Skeleton round width={1.5} height={1.5} />}
              <Skeleton width={width} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
    // biome-ignore-end lint/a11y/noRedundantRoles: see UsersTable.
  )
}
