import { Trans, useLingui } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Chip } from '../ui/Chip.tsx'
import { Field } from '../ui/Field.tsx'
import {
  FILTER_FIELDS,
  type FilterField,
  toFilter,
  toFilterValues,
  toLongestValue,
  type UserFilter,
} from '../user-filters.ts'
import css from './AddFilter.module.css'
import { FIELD_TEXTS, VALUE_TEXTS } from './filter-texts.ts'

interface AddFilterProps {
  button: RefObject<HTMLButtonElement | null>
  suggestions: Record<'department' | 'jobTitle', readonly string[]>
  onAdd: (filter: UserFilter) => void
}

/** A small panel in which a field and a value are chosen. */
export function AddFilter({ button, suggestions, onAdd }: AddFilterProps) {
  const panel = useId()
  const [isOpen, setIsOpen] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  const close = () => {
    setIsOpen(false)
    button.current?.focus()
  }

  useEffect(() => {
    if (!isOpen) return
    const leave = ({ target }: Event) => {
      if (target instanceof Node && !frame.current?.contains(target)) setIsOpen(false)
    }
    const closeByKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return
      setIsOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    document.addEventListener('keydown', closeByKey)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
      document.removeEventListener('keydown', closeByKey)
    }
  }, [isOpen, button])

  return (
    <div ref={frame} className={css.frame}>
      <Chip
        ref={button}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panel : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Plus size={14} aria-hidden="true" />
        <Trans>Add filter</Trans>
      </Chip>
      {isOpen && (
        <div id={panel} className={css.panel}>
          <FilterForm
            suggestions={suggestions}
            onAdd={(filter) => {
              close()
              onAdd(filter)
            }}
          />
        </div>
      )}
    </div>
  )
}

function FilterForm({ suggestions, onAdd }: Pick<AddFilterProps, 'suggestions' | 'onAdd'>) {
  const { t } = useLingui()
  const [field, setField] = useState<FilterField>(FILTER_FIELDS[0])
  const [typed, setTyped] = useState('')
  const values = toFilterValues(field)
  const value = values && !values.includes(typed) ? (values[0] ?? '') : typed
  const first = useRef<HTMLSelectElement>(null)

  useEffect(() => first.current?.focus(), [])

  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (value.trim() !== '') onAdd(toFilter(field, value))
      }}
    >
      <Field label={<Trans>Field</Trans>}>
        {(id) => (
          <select
            ref={first}
            id={id}
            value={field}
            onChange={({ target }) => {
              setField(target.value as FilterField)
              setTyped('')
            }}
          >
            {FILTER_FIELDS.map((each) => (
              <option key={each} value={each}>
                {t(FIELD_TEXTS[each])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        label={<Trans>Value</Trans>}
        hint={values ? undefined : <Trans>In full, as the directory writes it.</Trans>}
      >
        {(id, hint) =>
          values ? (
            <select id={id} value={value} onChange={({ target }) => setTyped(target.value)}>
              {values.map((each) => {
                const text = VALUE_TEXTS[field]?.[each]
                return (
                  <option key={each} value={each}>
                    {text ? t(text) : each}
                  </option>
                )
              })}
            </select>
          ) : (
            <>
              <input
                id={id}
                dir="auto"
                aria-describedby={hint}
                list={`${id}-seen`}
                value={typed}
                maxLength={toLongestValue(field)}
                autoComplete="off"
                spellCheck={false}
                required
                onChange={({ target }) => setTyped(target.value)}
              />
              <datalist id={`${id}-seen`}>
                {(field === 'department' || field === 'jobTitle' ? suggestions[field] : []).map(
                  (each) => (
                    <option key={each} value={each} />
                  ),
                )}
              </datalist>
            </>
          )
        }
      </Field>
      <Button type="submit" look="primary">
        <Trans>Apply filter</Trans>
      </Button>
    </form>
  )
}
