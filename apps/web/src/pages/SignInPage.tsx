import { Trans } from '@lingui/react/macro'
import { type ReactNode, useRef, useState } from 'react'
import type { Farewell } from '../farewell.ts'
import { isSignInPage, PATHS, toBareSignIn } from '../routes.ts'
import { Doors } from '../sign-in/Doors.tsx'
import type { Device } from '../sign-in/read-device.ts'
import { type GoTo, useView } from '../sign-in/use-view.ts'
import type { Views as LoadedViews } from '../sign-in/Views.tsx'
import { Mark } from '../ui/Mark.tsx'
import { Notice } from '../ui/Notice.tsx'
import css from './SignInPage.module.css'

interface SignInPageProps {
  device: Device
  /** Where sign-in leads: a path of this origin. */
  returnTo: string
  /** What went wrong, in words. */
  failure: ReactNode
  farewell: Farewell | undefined
  /** Of a mail's link. */
  token: string | undefined
  /** What the address asks to see needs it. */
  views: typeof LoadedViews | undefined
}

export function SignInPage({ failure: given, farewell, ...opened }: SignInPageProps) {
  const { device, returnTo } = opened
  const [failure, setFailure] = useState(given)
  const page = useRef<HTMLElement>(null)
  // What was typed in one view is there in the next.
  const [email, setEmail] = useState<string>()
  const { view, Views, token, goTo: show } = useView(opened)

  const goTo: GoTo = (wanted) => {
    const typed = page.current?.querySelector<HTMLInputElement>('[name="email"]')?.value
    if (typed) setEmail(typed)
    setFailure(undefined)
    show(wanted)
  }
  const forget = () => {
    setFailure(undefined)
    // So that Back does not tell of it again.
    if (isSignInPage(location)) history.replaceState(null, '', toBareSignIn(returnTo))
  }

  return (
    <main ref={page} className={css.page}>
      <div className={view === 'doors' ? css.wide : css.desk}>
        <div className={css.brand}>
          <Mark size={28} />
          <span>Vestibule</span>
        </div>
        {view === 'doors' && (
          <Doors device={device} returnTo={returnTo} email={email} goTo={goTo} onOpen={forget}>
            {failure ? failure : <Welcome returnTo={returnTo} farewell={farewell} />}
          </Doors>
        )}
        {view !== 'doors' && Views && <Views {...{ view, device, returnTo, token, email, goTo }} />}
      </div>
    </main>
  )
}

function Welcome({ returnTo, farewell }: { returnTo: string; farewell: Farewell | undefined }) {
  if (farewell === 'signed-out') {
    return <Notice tone="ok" title={<Trans>You are signed out.</Trans>} />
  }
  if (farewell === 'session-ended') {
    return (
      <Notice tone="info" title={<Trans>Your session has ended.</Trans>}>
        <p>
          <Trans>Sign in again and you go on where you were.</Trans>
        </p>
      </Notice>
    )
  }
  return (
    <p className={css.lead}>
      {returnTo === PATHS.profile ? (
        <Trans>See who you are here, what your tokens say and who else is in your directory.</Trans>
      ) : (
        <Trans>The page you asked for opens once you are signed in.</Trans>
      )}
    </p>
  )
}
