import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './Fold.module.css'

interface FoldProps {
  label: ReactNode
  children: ReactNode
}

export function Fold({ label, children }: FoldProps) {
  return (
    <details className={css.fold}>
      <summary>
        <ChevronRight size={14} className={css.chevron} aria-hidden="true" />
        {label}
      </summary>
      <div className={css.content}>{children}</div>
    </details>
  )
}
