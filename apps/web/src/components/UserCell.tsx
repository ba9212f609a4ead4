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
import css from './UserCell.module.css'
import { UserType } from './UserType.tsx'
import { toUserName, type UserColumn } from './users-columns.ts'

export interface UserCellHandlers {
  /** Called on the way to a person's page, before the browser goes there by itself. */
  onOpen: (event: MouseEvent, id: string) => void
  onFilter: (filter: UserFilter) => void
}

interface UserCellProps extends UserCellHandlers {
  column: UserColumn
  user: User
}

/** What stands in a cell of somebody's row. */
export function UserCell({ column, user, onOpen, onFilter }: UserCellProps): ReactNode {
  switch (column) {
    case 'displayName':
      return (
        <>
          <Avatar key={user.id} id={user.id} name={toUserName(user)} photo={toUserPhoto(user.id)} />
          <div className={css.names}>
            <PersonLink user={user} onOpen={onOpen} />
            <Below user={user} />
          </div>
        </>
      )
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
    case 'onPremisesSyncEnabled':
      return user.onPremisesSyncEnabled ? <Trans>Yes</Trans> : <Trans>No</Trans>
    case 'createdAt':
      return user.createdAt ? <Time at={user.createdAt} look="day" /> : <Nothing />
    default:
      return user[column] ? <Name>{user[column]}</Name> : <Nothing />
  }
}

interface PersonLinkProps {
  user: User
  onOpen: UserCellHandlers['onOpen']
}

/** Not the router's link: each of those watches the address. The cell that it is in has the keyboard. */
function PersonLink({ user, onOpen }: PersonLinkProps) {
  return (
    <a
      href={toUser(user.id)}
      className={css.link}
      tabIndex={-1}
      onClick={(event) => onOpen(event, user.id)}
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
      <div className={css.post}>
        {user.userType === 'Guest' && (
          <span className={css.guest}>
            <Trans>Guest</Trans>
          </span>
        )}
        {post && <Name>{post}</Name>}
      </div>
    </div>
  )
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
        // The keyboard has the menu of filters for it.
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
