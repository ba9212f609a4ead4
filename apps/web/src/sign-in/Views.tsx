import type { SignInView } from '../routes.ts'
import { AgainView } from './AgainView.tsx'
import { ForgotView } from './ForgotView.tsx'
import { RegisterView } from './RegisterView.tsx'
import { ResetView } from './ResetView.tsx'
import type { Device } from './read-device.ts'
import type { GoTo } from './use-view.ts'
import { VerifyView } from './VerifyView.tsx'

interface ViewsProps {
  view: SignInView
  device: Device
  returnTo: string
  /** Of a mail's link. */
  token: string | undefined
  /** What was typed in another view. */
  email: string | undefined
  goTo: GoTo
}

/** All that the sign-in page can show besides its doors. Loaded when first wanted: most people want none of it. */
export function Views({ view, device, returnTo, token, email, goTo }: ViewsProps) {
  switch (view) {
    case 'register':
      return <RegisterView returnTo={returnTo} email={email} goTo={goTo} />
    case 'forgot':
      return <ForgotView email={email} goTo={goTo} />
    case 'reset':
      return <ResetView token={token} goTo={goTo} />
    case 'verify':
      return <VerifyView token={token} returnTo={returnTo} goTo={goTo} />
    case 'again':
      return <AgainView device={device} returnTo={returnTo} />
  }
}
