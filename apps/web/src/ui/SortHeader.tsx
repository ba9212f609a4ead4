import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './SortHeader.module.css'

interface SortHeaderProps {
  children: ReactNode
  /** How this column is sorted now, if it is. */
  sorted: 'ascending' | 'descending' | undefined
  onSort: () => void
  className?: string | undefined
}

export function SortHeader({ children, sorted, onSort, className }: SortHeaderProps) {
  const Icon = sorted ? (sorted === 'ascending' ? ArrowUp : ArrowDown) : ChevronsUpDown
  return (
    // biome-ignore lint/a11y/noRedundantRoles: it may stand in a table that is not laid out as one.
    <th role="columnheader" scope="col" aria-sort={sorted ?? 'none'} className={className}>
      <button type="button" className={css.button} onClick={onSort}>
        {children}
        <Icon size={14} className={sorted ? css.sorted : css.unsorted} aria-hidden="true" />
      </button>
    </th>
  )
}
