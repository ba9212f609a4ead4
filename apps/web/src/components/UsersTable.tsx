import { Trans, useLingui } from '@lingui/react/macro'
import type { User } from '@vestibule/client'
import { Ban, CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import type { UserOrder } from '../api/queries.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Name } from '../ui/Name.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { SortHeader } from '../ui/SortHeader.tsx'
import { Time } from '../ui/Time.tsx'
import { toNextOrder } from '../users-search.ts'
import css from './UsersTable.module.css'
import { USER_HEADINGS } from './user-headings.ts'
import { toUserName, USER_COLUMNS, type UserColumn } from './users-columns.ts'

interface UsersTableProps {
  /** Undefined while they are on their way. */
  users: readonly User[] | undefined
  missing: readonly UserColumn[]
  orderBy: UserOrder
  onOrder: (orderBy: UserOrder) => void
  isBusy?: boolean
}

export function UsersTable({ users, missing, orderBy, onOrder, isBusy = false }: UsersTableProps) {
  const { t } = useLingui()
  const columns = USER_COLUMNS.filter((column) => !missing.includes(column))
  return (
    <table className={css.table} aria-label={t`Users`} aria-busy={isBusy}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Header key={column} column={column} orderBy={orderBy} onOrder={onOrder} />
          ))}
        </tr>
      </thead>
      <tbody>
        {users?.map((user) => (
          <tr key={user.id}>
            {columns.map((column) => (
              <Cell key={column} column={column} user={user} />
            ))}
          </tr>
        )) ?? <WaitingRows columns={columns} />}
      </tbody>
    </table>
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
      <th scope="col" className={css[column]}>
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

function Cell({ column, user }: { column: UserColumn; user: User }) {
  if (column === 'displayName') {
    return (
      <th scope="row" className={css.displayName}>
        <div className={css.person}>
          <Avatar id={user.id} name={toUserName(user)} />
          <div className={css.names}>
            <Name>{toUserName(user)}</Name>
            <Below user={user} />
          </div>
        </div>
      </th>
    )
  }
  return <td className={css[column]}>{toContent(column, user)}</td>
}

/** Where there is no room for columns, what they would hold stands under the name. */
function Below({ user }: { user: User }) {
  const post = [user.jobTitle, user.department].filter((text) => text).join(' · ')
  return (
    <div className={css.below}>
      {user.userPrincipalName && <Name>{user.userPrincipalName}</Name>}
      {post && <Name>{post}</Name>}
      {user.userType === 'Guest' && <Trans>Guest</Trans>}
    </div>
  )
}

function toContent(column: Exclude<UserColumn, 'displayName'>, user: User): ReactNode {
  switch (column) {
    case 'userPrincipalName':
    case 'jobTitle':
    case 'department':
      return user[column] ? <Name>{user[column]}</Name> : <Nothing />
    case 'userType':
      return <UserType type={user.userType} />
    case 'accountEnabled':
      return <AccountState isEnabled={user.accountEnabled} />
    case 'createdAt':
      return user.createdAt ? <Time at={user.createdAt} look="day" /> : <Nothing />
  }
}

function UserType({ type }: { type: string | null | undefined }) {
  if (type === 'Member') return <Trans>Member</Trans>
  if (type === 'Guest') return <Trans>Guest</Trans>
  return type ? <Name>{type}</Name> : <Nothing />
}

function AccountState({ isEnabled }: { isEnabled: boolean | null | undefined }) {
  if (isEnabled === true) {
    return (
      <span className={css.enabled}>
        <CircleCheck size={14} aria-hidden="true" />
        <Trans>Enabled</Trans>
      </span>
    )
  }
  if (isEnabled === false) {
    return (
      <span className={css.disabled}>
        <Ban size={14} aria-hidden="true" />
        <Trans>Disabled</Trans>
      </span>
    )
  }
  return <Nothing />
}

function Nothing() {
  return (
    <span className={css.nothing}>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">
        <Trans>Not given</Trans>
      </span>
    </span>
  )
}

const WAITING_ROWS = Array.from({ length: 14 }, (_, row) => ({
  id: `row ${row}`,
  width: `${50 + ((row * 37) % 40)}%`,
}))

function WaitingRows({ columns }: { columns: readonly UserColumn[] }) {
  return WAITING_ROWS.map(({ id, width }) => (
    <tr key={id}>
      {columns.map((column) =>
        column === 'displayName' ? (
          <td key={column} className={css.displayName}>
            <div className={css.person}>
              <Skeleton round width={1.5} height={1.5} />
              <Skeleton width={width} />
            </div>
          </td>
        ) : (
          <td key={column} className={css[column]}>
            <Skeleton width={width} />
          </td>
        ),
      )}
    </tr>
  ))
}
