import type { ReactNode } from 'react'
import { Heading } from './Heading.tsx'
import css from './View.module.css'

interface ViewProps {
  title: ReactNode
  /** When it takes the place of another without a step in the history. */
  takesFocus?: boolean
  children: ReactNode
}

/** What the sign-in page shows in place of its doors. */
export function View({ title, takesFocus = false, children }: ViewProps) {
  return (
    <div className={css.view}>
      <Heading takesFocus={takesFocus}>{title}</Heading>
      {children}
    </div>
  )
}
