import { isSignInPage, SIGN_IN_VIEWS, type SignInView } from '../routes.ts'
import type { Device } from './read-device.ts'

/** What the address asks to see, where that is to be had here; otherwise the doors. */
export function readView(
  place: Pick<Location, 'pathname' | 'search'>,
  { registration, hasMail }: Pick<Device, 'registration' | 'hasMail'>,
): SignInView | 'doors' {
  if (!isSignInPage(place)) return 'doors'
  const asked = new URLSearchParams(place.search).get('view')
  const view = SIGN_IN_VIEWS.find((known) => known === asked)
  if (view === 'register' && registration === 'off') return 'doors'
  if (view === 'forgot' && !hasMail) return 'doors'
  return view ?? 'doors'
}
