import { Trans } from '@lingui/react/macro'
import { ExternalLink as Icon } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './ExternalLink.module.css'

interface ExternalLinkProps {
  href: string
  /** `row`: in a row of many, where little room leaves the sign alone. */
  look?: 'text' | 'row'
  /** What the words mean where many links have the same; heard, not seen. */
  of?: string
  children: ReactNode
}

/** A link to another site, in a tab of its own that knows nothing of this one. */
export function ExternalLink({ href, look = 'text', of, children }: ExternalLinkProps) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={css[look]}>
      <span className={css.words}>{children}</span>
      {of !== undefined && <span className="visually-hidden"> {of}</span>}
      <Icon size={14} aria-hidden="true" />
      <span className="visually-hidden">
        {' '}
        <Trans>(opens in a new tab)</Trans>
      </span>
    </a>
  )
}
