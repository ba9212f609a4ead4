import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Group, GroupMember } from '@vestibule/client'
import { Boxes, MonitorSmartphone, Shapes } from 'lucide-react'
import { joinPages } from '../api/graph-pages.ts'
import { groupMembersQuery } from '../api/group-queries.ts'
import { toUserPhoto } from '../api/photos.ts'
import { PATHS } from '../routes.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Name } from '../ui/Name.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { GroupContent } from './GroupContent.tsx'
import css from './GroupMembers.module.css'

/** Who is in a group, with the way to each person and each group within it. */
export function GroupMembers({ id, group }: { id: string; group: Group | undefined }) {
  const query = useInfiniteQuery(groupMembersQuery(id))
  return (
    <GroupContent part="members" group={group} query={query} skeleton={<WaitingRows />}>
      {({ pages }) => {
        const members = joinPages(pages)
        return members.length === 0 ? (
          <EmptyState title={<Trans>Nobody is in this group.</Trans>}>
            <Trans>Its owners, or an administrator of your organisation, can add people.</Trans>
          </EmptyState>
        ) : (
          <Members members={members} total={pages[0]?.total ?? null} />
        )
      }}
    </GroupContent>
  )
}

function Members({ members, total }: { members: readonly GroupMember[]; total: number | null }) {
  const { t } = useLingui()
  return (
    <>
      <p className={css.line}>
        <Plural value={total ?? members.length} one="# direct member" other="# direct members" />
      </p>
      <ul aria-label={t`Members`} className={css.list}>
        {members.map((member) => (
          <li key={member.id} className={css.row}>
            <Sign member={member} />
            <div className={css.words}>
              <MemberLink member={member} />
              <About member={member} />
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

function Sign({ member }: { member: GroupMember }) {
  if (member.kind === 'user') {
    return <Avatar id={member.id} name={toName(member)} photo={toUserPhoto(member.id)} />
  }
  const Icon = { group: Boxes, device: MonitorSmartphone, other: Shapes }[member.kind]
  return <Icon size={18} className={css.sign} aria-hidden="true" />
}

function MemberLink({ member }: { member: GroupMember }) {
  const name = <Name>{toName(member)}</Name>
  if (member.kind === 'user') {
    return (
      <Link to={PATHS.user} params={{ id: member.id }} className={css.name}>
        {name}
      </Link>
    )
  }
  if (member.kind !== 'group') return name
  return (
    <Link to={PATHS.group} params={{ groupId: member.id }} className={css.name}>
      {name}
    </Link>
  )
}

function About({ member: { kind, userPrincipalName, mail } }: { member: GroupMember }) {
  const address = kind === 'user' ? (userPrincipalName ?? mail) : mail
  return (
    <div className={css.about}>
      {kind === 'group' && <Trans>A group within the group</Trans>}
      {kind === 'device' && <Trans>Device</Trans>}
      {kind === 'other' && <Trans>Neither a person nor a group</Trans>}
      {address && <Name>{address}</Name>}
    </div>
  )
}

function toName({ displayName, userPrincipalName, mail, id }: GroupMember): string {
  return displayName?.trim() || userPrincipalName || mail || id
}

const WAITING_ROWS = Array.from({ length: 8 }, (_, row) => `row ${row}`)

function WaitingRows() {
  return (
    <>
      <p className={css.line}>
        <Skeleton width={8} />
      </p>
      <ul className={css.list}>
        {WAITING_ROWS.map((row) => (
          <li key={row} className={css.row}>
            <Skeleton round width={1.5} height={1.5} />
            <div className={css.words}>
              <Skeleton width={12} height={1} />
              <Skeleton width={14} height={1} />
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
