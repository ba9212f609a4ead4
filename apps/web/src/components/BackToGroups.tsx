import { Trans } from '@lingui/react/macro'
import { Link, useLocation } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { GroupsSearch } from '../groups-search.ts'
import { PATHS } from '../routes.ts'
import css from './BackToUsers.module.css'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What the list asked for from which a group's page was opened. */
    groupsSearch?: GroupsSearch
  }
}

/** The way from a group to the list, as it was when the group was opened from it. */
export function BackToGroups() {
  const groupsSearch = useLocation({ select: ({ state }) => state.groupsSearch })
  return (
    <Link to={PATHS.groups} search={groupsSearch ?? {}} className={css.back}>
      <ChevronLeft size={18} aria-hidden="true" />
      <Trans>Back to groups</Trans>
    </Link>
  )
}
