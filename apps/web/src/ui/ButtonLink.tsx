import type { ReactNode } from 'react'
import css from './Button.module.css'

interface ButtonLinkProps {
  /** An address outside the pages, which the browser opens by itself. */
  href: string
  look?: 'plain' | 'primary'
  children: ReactNode
}

/** A link that leaves the application, as large as a button. */
export function ButtonLink({ href, look = 'plain', children }: ButtonLinkProps) {
  return (
    <a href={href} className={`${css.button} ${css[look]}`}>
      {children}
    </a>
  )
}
