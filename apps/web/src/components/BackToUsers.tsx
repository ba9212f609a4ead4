import { Trans } from '@lingui/react/macro'
import { Link, useCanGoBack, useLocation, useRouter } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { MouseEvent } from 'react'
import { PATHS } from '../routes.ts'
import type { UsersSearch } from '../users-search.ts'
import css from './BackToUsers.module.css'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What the list asked for from which a person's page was opened. */
    usersSearch?: UsersSearch
  }
}

/** The way from a person's page to the list, as it was left when it was opened from one. */
export function BackToUsers() {
  const { history } = useRouter()
  const canGoBack = useCanGoBack()
  const usersSearch = useLocation({ select: ({ state }) => state.usersSearch })
  const goBack = (event: MouseEvent) => {
    const isElsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (usersSearch === undefined || !canGoBack || isElsewhere) return
    // The list is one step back, and that step knows how far it was scrolled.
    event.preventDefault()
    history.back()
  }
  return (
    <Link to={PATHS.users} search={usersSearch ?? {}} className={css.back} onClick={goBack}>
      <ChevronLeft size={18} aria-hidden="true" />
      <Trans>Back to users</Trans>
    </Link>
  )
}
