import type { MouseEvent, ReactNode } from 'react'
import { type SignInView, toSignInView } from '../routes.ts'
import type { GoTo } from './use-view.ts'

interface SignInLinkProps {
  to: SignInView
  returnTo: string
  goTo: GoTo
  children: ReactNode
}

/** A link to another view of this page, which opens without loading anything. */
export function SignInLink({ to, returnTo, goTo, children }: SignInLinkProps) {
  const follow = (event: MouseEvent) => {
    // Another tab, another window: as the browser does it.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    goTo(to)
  }
  return (
    <a href={toSignInView(to, returnTo)} onClick={follow}>
      {children}
    </a>
  )
}
