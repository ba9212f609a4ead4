import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { type SignInView, toBareSignIn, toSignInView } from '../routes.ts'
import type { Device } from './read-device.ts'
import { readView } from './read-view.ts'
import { takeLinkToken } from './take-link-token.ts'
import type { Views } from './Views.tsx'

export type Shown = SignInView | 'doors'
export type GoTo = (view: Shown) => void

/** Brings the code of what a view needs, which for the doors is here already. */
export async function loadViews(view: Shown): Promise<typeof Views | undefined> {
  return view === 'doors' ? undefined : (await import('./Views.tsx')).Views
}

interface Given {
  returnTo: string
  device: Device
  token: string | undefined
  /** What the first view needs. */
  views: typeof Views | undefined
}

/** What the page shows, which stands in its address: Back and a reload know it. */
export function useView({ returnTo, device, ...given }: Given) {
  const [token, setToken] = useState(given.token)
  const [{ view, Views }, setShown] = useState(() => ({
    view: readView(location, device),
    Views: given.views,
  }))

  useEffect(() => {
    // Also when a mail's link is opened in the very tab that shows this page.
    const follow = () => {
      setToken((before) => takeLinkToken() ?? before)
      const wanted = readView(location, device)
      loadViews(wanted).then(
        (Views) => show(() => setShown({ view: wanted, Views })),
        () => location.reload(),
      )
    }
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [device])

  const goTo: GoTo = (wanted) => {
    const address = wanted === 'doors' ? toBareSignIn(returnTo) : toSignInView(wanted, returnTo)
    loadViews(wanted).then(
      (Views) => {
        history.pushState(null, '', address)
        show(() => setShown({ view: wanted, Views }))
      },
      // What did not come may come with the whole page; else the browser says why not.
      () => location.assign(address),
    )
  }
  return { view, Views, token, goTo }
}

/** As a new page would begin: at the top, and read from its heading on. */
function show(change: () => void): void {
  flushSync(change)
  scrollTo(0, 0)
  document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
}
