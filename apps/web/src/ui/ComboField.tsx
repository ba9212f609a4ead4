import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import css from './ComboField.module.css'
import { Field } from './Field.tsx'

export interface ComboOption {
  /** What the field holds when it is chosen. */
  value: string
  words: ReactNode
}

interface ComboFieldProps {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  /** What the list is called. */
  listLabel: string
  /** How many there are to choose from, for whoever does not see the list. */
  count: ReactNode
  options: readonly ComboOption[]
  value: string
  maxLength: number
  onChange: (value: string) => void
}

/**
 * A line of text to type, with a list below of what may be meant. What is not on the list is as good as what is.
 * Keys as of https://www.w3.org/WAI/ARIA/apg/patterns/combobox/: the focus stays in the field.
 */
export function ComboField({
  label,
  hint,
  error,
  listLabel,
  count,
  options,
  value,
  maxLength,
  onChange,
}: ComboFieldProps) {
  const list = useId()
  const input = useRef<HTMLInputElement>(null)
  const [isWanted, setWanted] = useState(false)
  const [at, setAt] = useState(-1)
  const isOpen = isWanted && options.length > 0
  const pointed = isOpen ? options[at] : undefined

  const close = () => {
    setWanted(false)
    setAt(-1)
  }
  const choose = (option: ComboOption) => {
    onChange(option.value)
    close()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isOpen) close()
    else if (event.key === 'Enter' && pointed) choose(pointed)
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setWanted(true)
      setAt(toNext(at, event.key === 'ArrowDown' ? 1 : -1, options.length))
    } else return
    event.preventDefault()
  }

  return (
    <div className={css.combo}>
      <Field label={label} hint={hint} error={error}>
        {(id, describedBy) => (
          <input
            ref={input}
            id={id}
            type="text"
            dir="auto"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={isOpen}
            aria-controls={isOpen ? list : undefined}
            aria-activedescendant={pointed && `${list}-${at}`}
            aria-invalid={error ? true : undefined}
            aria-describedby={describedBy}
            value={value}
            maxLength={maxLength}
            required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={({ target }) => {
              setWanted(true)
              setAt(-1)
              onChange(target.value)
            }}
            onKeyDown={press}
            onBlur={close}
          />
        )}
      </Field>
      <p role="status" className="visually-hidden">
        {isOpen && count}
      </p>
      {isOpen && (
        // The focus stays in the field, so that a press does not close the list before it counts.
        <div
          id={list}
          role="listbox"
          tabIndex={-1}
          aria-label={listLabel}
          className={css.list}
          onMouseDown={(event) => event.preventDefault()}
        >
          {options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus, and the keys
            <div
              key={option.value}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className={css.option}
              onClick={() => choose(option)}
            >
              {option.words}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

/** From the field itself, which is -1, through the list and round again. */
function toNext(at: number, step: 1 | -1, length: number): number {
  const next = at + step
  if (next < -1) return length - 1
  return next >= length ? -1 : next
}
