import { Trans, useLingui } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Popover } from '../ui/Popover.tsx'
import {
  FILTER_FIELDS,
  type FilterField,
  isDateField,
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
  return (
    <Popover
      look="chip"
      button={button}
      icon={<Plus size={14} aria-hidden="true" />}
      words={<Trans>Add filter</Trans>}
    >
      {(close) => (
        <FilterForm
          suggestions={suggestions}
          onAdd={(filter) => {
            close()
            onAdd(filter)
          }}
        />
      )}
    </Popover>
  )
}

function FilterForm({ suggestions, onAdd }: Pick<AddFilterProps, 'suggestions' | 'onAdd'>) {
  const { t } = useLingui()
  const [field, setField] = useState<FilterField>(FILTER_FIELDS[0])
  const [typed, setTyped] = useState('')
  const values = toFilterValues(field)
  const value = values && !values.includes(typed) ? (values[0] ?? '') : typed

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
        hint={
          values || isDateField(field) ? undefined : (
            <Trans>In full, as the directory writes it.</Trans>
          )
        }
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
          ) : isDateField(field) ? (
            <input
              id={id}
              type="date"
              value={typed}
              required
              onChange={({ target }) => setTyped(target.value)}
            />
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
