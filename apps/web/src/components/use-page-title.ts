import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMatches, useParams } from '@tanstack/react-router'
import { groupQuery } from '../api/group-queries.ts'
import { userQuery } from '../api/queries.ts'
import { toGroupName } from './group-texts.ts'
import { toUserName } from './users-columns.ts'

/** The name of the page that is open: the person's or the group's whose page it is, or as its route gives it. */
export function usePageTitle(): string {
  const { t } = useLingui()
  const title = useMatches({ select: (matches) => matches.at(-1)?.staticData.title })
  const { id, groupId } = useParams({ strict: false })
  // The page itself asks; this only looks at what has come.
  const { data: user } = useQuery({ ...userQuery(id ?? ''), enabled: false })
  const { data: group } = useQuery({ ...groupQuery(groupId ?? ''), enabled: false })
  if (id !== undefined && user) return toUserName(user)
  if (groupId !== undefined && group) return toGroupName(group)
  return title ? t(title) : t`Page not found`
}
