import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useMatches, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { meQuery } from '../api/queries.ts'
import { isLocalAuthority } from '../authority.ts'
import { Account } from './Account.tsx'
import { BackToBatches } from './BackToBatches.tsx'
import { BackToGroups } from './BackToGroups.tsx'
import { BackToUsers } from './BackToUsers.tsx'
import { DemoRibbon } from './DemoRibbon.tsx'
import css from './Frame.module.css'
import { OfflineNotice } from './OfflineNotice.tsx'
import { Rail } from './Rail.tsx'
import { SignOutFailure } from './SignOutFailure.tsx'
import { usePageTitle } from './use-page-title.ts'
import { usePreferences } from './use-preferences.ts'
import { useSignOut } from './use-sign-out.ts'

export function Frame() {
  const { t } = useLingui()
  const signOut = useSignOut()
  // Signing out forgets the person, who would then be asked for once more, in vain.
  const { data: me, isPending } = useQuery({ ...meQuery, enabled: !signOut.isSuccess })
  const title = usePageTitle()
  const isPartOf = useMatches({ select: (matches) => matches.at(-1)?.staticData.isPartOf })
  useHeadingFocus()
  usePreferences(me)

  useEffect(() => {
    document.title = t`${title} – Vestibule`
  }, [t, title])

  // Nothing of the person stays on the screen while the way out opens.
  if (signOut.isSuccess) return <p className={css.leaving}>{t`Signing you out…`}</p>

  return (
    <div className={css.frame} data-ribbon={isLocalAuthority()}>
      <a className={css.skip} href="#main">
        <Trans>Skip to the content</Trans>
      </a>
      {isLocalAuthority() && <DemoRibbon />}
      <Rail
        organization={me?.entra?.organization.displayName ?? undefined}
        roles={isPending ? undefined : (me?.roles ?? [])}
      />
      <header className={css.top}>
        {isPartOf === 'users' && <BackToUsers />}
        {isPartOf === 'groups' && <BackToGroups />}
        {isPartOf === 'batches' && <BackToBatches />}
        {isPartOf === undefined && (
          <h1 tabIndex={-1} className={css.title}>
            {title}
          </h1>
        )}
        <Account me={me} isLeaving={signOut.isPending} onSignOut={() => signOut.mutate()} />
      </header>
      <main id="main" tabIndex={-1} className={css.main}>
        <OfflineNotice />
        {signOut.isError && <SignOutFailure onRetry={() => signOut.mutate()} />}
        <Outlet />
      </main>
    </div>
  )
}

/**
 * Moves the focus to the heading when another page has opened, never on the first one, and not when
 * that page has put it somewhere itself.
 */
function useHeadingFocus(): void {
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef(pathname)

  useEffect(() => {
    const isTaken = document.activeElement?.closest('main form') != null
    if (before.current !== undefined && pathname !== before.current && !isTaken) {
      // Scrolled to the top by then, or to where the page was left.
      document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
    }
    before.current = pathname
  }, [pathname])
}
