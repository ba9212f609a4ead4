import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMatches, useParams } from '@tanstack/react-router'
import { userQuery } from '../api/queries.ts'
import { toUserName } from './users-columns.ts'

/** The name of the page that is open: the person's whose page it is, or as its route gives it. */
export function usePageTitle(): string {
  const { t } = useLingui()
  const title = useMatches({ select: (matches) => matches.at(-1)?.staticData.title })
  const id = useParams({ strict: false, select: (params) => params.id })
  // The page itself asks; this only looks at what has come.
  const { data: user } = useQuery({ ...userQuery(id ?? ''), enabled: false })
  if (id !== undefined && user) return toUserName(user)
  return title ? t(title) : t`Page not found`
}
