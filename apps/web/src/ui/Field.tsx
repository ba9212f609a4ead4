import { type ReactNode, useId } from 'react'
import css from './Field.module.css'

interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  /** The control, given its id and the id of the hint. */
  children: (id: string, hint: string | undefined) => ReactNode
}

/** A control with its label above and a hint below. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId()
  const hintId = hint ? `${id}-hint` : undefined
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children(id, hintId)}
      {hint && (
        <p id={hintId} className={css.hint}>
          {hint}
        </p>
      )}
    </div>
  )
}
