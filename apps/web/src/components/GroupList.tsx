import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Group } from '@vestibule/client'
import type { GroupsSearch } from '../groups-search.ts'
import { PATHS } from '../routes.ts'
import { Name } from '../ui/Name.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './GroupList.module.css'
import { GROUP_KIND_TEXTS, toGroupName } from './group-texts.ts'

interface GroupListProps {
  groups: readonly Group[]
  /** What the list asked for; the way back from a group asks for the same. */
  search: GroupsSearch
  isBusy: boolean
}

/** Groups, one a row: what it is called and for, of which kind it is, and its address. */
export function GroupList({ groups, search, isBusy }: GroupListProps) {
  const { t } = useLingui()
  return (
    <ul aria-label={t`Groups`} aria-busy={isBusy} className={css.list}>
      {groups.map((group) => (
        <li key={group.id} className={css.row}>
          <div className={css.words}>
            <Link
              to={PATHS.group}
              params={{ groupId: group.id }}
              state={{ groupsSearch: search }}
              className={css.name}
            >
              <Name>{toGroupName(group)}</Name>
            </Link>
            {group.description && (
              <p className={css.description}>
                <bdi>{group.description}</bdi>
              </p>
            )}
          </div>
          <span className={css.quiet}>{t(GROUP_KIND_TEXTS[group.kind])}</span>
          <span className={css.quiet}>{group.mail && <Name>{group.mail}</Name>}</span>
        </li>
      ))}
    </ul>
  )
}

const WAITING_ROWS = Array.from({ length: 8 }, (_, row) => `row ${row}`)

export function WaitingGroups() {
  return (
    <ul className={css.list}>
      {WAITING_ROWS.map((row) => (
        <li key={row} className={css.row}>
          <div className={css.words}>
            <Skeleton width={10} height={1.125} />
            <Skeleton width="60%" height={1.125} />
          </div>
          <Skeleton width={8} />
          <Skeleton width={10} />
        </li>
      ))}
    </ul>
  )
}
