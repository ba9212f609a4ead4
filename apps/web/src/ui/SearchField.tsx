import { Search } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import css from './SearchField.module.css'

interface SearchFieldProps {
  label: string
  value: string
  /** Called with what was typed, trimmed, once typing pauses. */
  onPause: (value: string) => void
  pauseMs?: number
  maxLength?: number
}

export function SearchField({ label, value, onPause, pauseMs = 250, maxLength }: SearchFieldProps) {
  const id = useId()
  const [typed, setTyped] = useState(value)
  const told = useRef(value)

  // The value changes from outside too (Back, a cleared search); then the field follows. What came
  // from the field itself is left alone, as more may have been typed since.
  useEffect(() => {
    if (value === told.current) return
    told.current = value
    setTyped(value)
  }, [value])

  useEffect(() => {
    const wanted = typed.trim()
    if (wanted === told.current) return
    const timer = setTimeout(() => {
      told.current = wanted
      onPause(wanted)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed, pauseMs, onPause])

  return (
    <div className={css.field}>
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <Search size={16} className={css.icon} aria-hidden="true" />
      <input
        id={id}
        type="search"
        placeholder={label}
        value={typed}
        maxLength={maxLength}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  )
}
