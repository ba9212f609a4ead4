import type { ReactNode } from 'react'
import css from './EmptyState.module.css'

interface EmptyStateProps {
  title: ReactNode
  children: ReactNode
  action?: ReactNode
}

/** What would be here, why it is not, and the one thing to do next. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className={css.empty}>
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  )
}
