import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './Fold.module.css'

interface FoldProps {
  label: ReactNode
  children: ReactNode
  /** Whether it is open, where that is remembered. */
  isOpen?: boolean | undefined
  onToggle?: (isOpen: boolean) => void
}

export function Fold({ label, children, isOpen, onToggle }: FoldProps) {
  return (
    <details
      className={css.fold}
      open={isOpen}
      onToggle={({ currentTarget }) => onToggle?.(currentTarget.open)}
    >
      <summary>
        <ChevronRight size={14} className={css.chevron} aria-hidden="true" />
        {label}
      </summary>
      <div className={css.content}>{children}</div>
    </details>
  )
}
