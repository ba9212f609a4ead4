import { Trans, useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../ui/Button.tsx'
import { Chip } from '../ui/Chip.tsx'
import { toPresets, type UserFilter, withFilter, withoutFilter } from '../user-filters.ts'
import { AddFilter } from './AddFilter.tsx'
import { toFilterText } from './filter-texts.ts'
import css from './UserFilters.module.css'

interface UserFiltersProps {
  filters: readonly UserFilter[]
  /** The departments and job titles that were seen, to choose from. */
  suggestions: Record<'department' | 'jobTitle', readonly string[]>
  onChange: (filters: UserFilter[]) => void
}

/** What the list is narrowed by, and the ways to narrow it further. */
export function UserFilters({ filters, suggestions, onChange }: UserFiltersProps) {
  const { t } = useLingui()
  const add = useRef<HTMLButtonElement>(null)
  const presets = toPresets(new Date())
  // The button that was pressed goes away with its filter; the focus must not go with it.
  const change = (changed: UserFilter[]) => {
    onChange(changed)
    add.current?.focus()
  }

  return (
    <section aria-label={t`Filters`} className={css.filters}>
      {presets.map((preset) => {
        const isOn = filters.includes(preset)
        const press = () =>
          onChange(isOn ? withoutFilter(filters, preset) : withFilter(filters, preset))
        return (
          <Chip key={preset} isPressed={isOn} onClick={press}>
            {t(toFilterText(preset))}
            {isOn && <X size={14} aria-hidden="true" />}
          </Chip>
        )
      })}
      {filters
        .filter((filter) => !presets.includes(filter))
        .map((filter) => {
          const text = t(toFilterText(filter))
          return (
            <Chip
              key={filter}
              isOn
              aria-label={t`Remove filter: ${text}`}
              title={text}
              onClick={() => change(withoutFilter(filters, filter))}
            >
              <bdi>{text}</bdi>
              <X size={14} aria-hidden="true" />
            </Chip>
          )
        })}
      <AddFilter
        button={add}
        suggestions={suggestions}
        onAdd={(filter) => onChange(withFilter(filters, filter))}
      />
      {filters.length > 0 && (
        <Button look="quiet" onClick={() => change([])}>
          <Trans>Clear filters</Trans>
        </Button>
      )}
    </section>
  )
}
