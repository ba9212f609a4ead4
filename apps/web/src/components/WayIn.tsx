import type { ReactNode } from 'react'
import css from './WayIn.module.css'

interface WayInProps {
  icon: ReactNode
  name: ReactNode
  /** Whose account it is, or that there is none. */
  children: ReactNode
  /** What can be done with it. */
  actions?: ReactNode
  /** What is asked or said below it. */
  below?: ReactNode
}

/** One of a person's ways to sign in. */
export function WayIn({ icon, name, children, actions, below }: WayInProps) {
  return (
    <li className={css.way}>
      <span className={css.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={css.words}>
        <h3>{name}</h3>
        {children}
      </div>
      {actions && <div className={css.actions}>{actions}</div>}
      {below && <div className={css.below}>{below}</div>}
    </li>
  )
}
