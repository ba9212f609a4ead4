import { type ReactNode, useId } from 'react'
import css from './Field.module.css'

interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong with what stands in it. */
  error?: ReactNode
  /** The control, given its id and the ids of what describes it. */
  children: (id: string, describedBy: string | undefined) => ReactNode
}

/** A control with its label above, a hint below, and there what is wrong with it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const errorId = error ? `${id}-error` : undefined
  const hintId = hint ? `${id}-hint` : undefined
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children(id, [errorId, hintId].filter(Boolean).join(' ') || undefined)}
      {error && (
        <p id={errorId} className={css.error}>
          {error}
        </p>
      )}
      {hint && (
        <p id={hintId} className={css.hint}>
          {hint}
        </p>
      )}
    </div>
  )
}
