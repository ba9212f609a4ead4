import { Trans, useLingui } from '@lingui/react/macro'
import type { User } from '@vestibule/client'
import type { MouseEvent, ReactNode } from 'react'
import { toUserPhoto } from '../api/photos.ts'
import { toUser } from '../routes.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Name } from '../ui/Name.tsx'
import { Time } from '../ui/Time.tsx'
import { toFilter, type UserFilter } from '../user-filters.ts'
import { AccountState } from './AccountState.tsx'
import css from './UsersTable.module.css'
import { UserType } from './UserType.tsx'
import { toUserName, type UserColumn } from './users-columns.ts'

export interface UserCellHandlers {
  /** Called on the way to a person's page, before the browser goes there by itself. */
  onOpen: (event: MouseEvent, id: string) => void
  /** Called when a person's page is about to be opened. */
  onReach: (id: string) => void
  onFilter: (filter: UserFilter) => void
}

interface UserCellProps extends UserCellHandlers {
  column: UserColumn
  user: User
}

export function UserCell({ column, user, ...handlers }: UserCellProps) {
  if (column === 'displayName') {
    return (
      // biome-ignore lint/a11y/noRedundantRoles: see UsersTable.
      <th role="rowheader" scope="row" className={css.displayName}>
        <Avatar id={user.id} name={toUserName(user)} photo={toUserPhoto(user.id)} />
        <div className={css.names}>
          <PersonLink user={user} {...handlers} />
          <Below user={user} />
        </div>
      </th>
    )
  }
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see UsersTable.
    <td role="cell" className={css[column]}>
      {toContent(column, user, handlers.onFilter)}
    </td>
  )
}

/** Not the router's link: each of those watches the address, and there may be thousands. */
function PersonLink({ user, onOpen, onReach }: { user: User } & UserCellHandlers) {
  return (
    <a
      href={toUser(user.id)}
      className={css.link}
      // One of them is the stop of the Tab key; which one, the table says.
      tabIndex={-1}
      onClick={(event) => onOpen(event, user.id)}
      onPointerDown={() => onReach(user.id)}
    >
      <Name>{toUserName(user)}</Name>
    </a>
  )
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

function toContent(
  column: Exclude<UserColumn, 'displayName'>,
  user: User,
  onFilter: UserCellHandlers['onFilter'],
): ReactNode {
  switch (column) {
    case 'userPrincipalName':
      return user[column] ? <Name>{user[column]}</Name> : <Nothing />
    case 'jobTitle':
    case 'department':
      return user[column] ? (
        <Pickable field={column} value={user[column]} onFilter={onFilter} />
      ) : (
        <Nothing />
      )
    case 'userType':
      return user.userType ? <UserType type={user.userType} /> : <Nothing />
    case 'accountEnabled':
      return typeof user.accountEnabled === 'boolean' ? (
        <AccountState isEnabled={user.accountEnabled} />
      ) : (
        <Nothing />
      )
    case 'createdAt':
      return user.createdAt ? <Time at={user.createdAt} look="day" /> : <Nothing />
  }
}

interface PickableProps {
  field: 'jobTitle' | 'department'
  value: string
  onFilter: UserCellHandlers['onFilter']
}

/** A value that the list can be narrowed by. */
function Pickable({ field, value, onFilter }: PickableProps) {
  const { t } = useLingui()
  const label = field === 'department' ? t`Filter by this department` : t`Filter by this job title`
  return (
    <>
      <Name>{value}</Name>
      <button
        type="button"
        className={css.pick}
        aria-label={label}
        title={label}
        // Two more stops in each row would bury the keyboard, which has the menu for it.
        tabIndex={-1}
        onClick={() => onFilter(toFilter(field, value))}
      >
        {FUNNEL}
      </button>
    </>
  )
}

// Made once: it stands in every row, twice.
const FUNNEL = (
  <svg width="14" height="14" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M3 6h18M7 12h10M10 18h4" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
  </svg>
)

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
