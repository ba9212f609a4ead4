import type { ComponentProps, ReactNode } from 'react'
import { Field } from './Field.tsx'

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'name' | 'className'> {
  /** What it is called in the form. */
  field: string
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
}

/** A line of text to type, which keeps by itself what was typed. */
export function TextField({ field, label, hint, error, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(id, describedBy) => (
        <input
          type="text"
          {...input}
          id={id}
          name={field}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy}
        />
      )}
    </Field>
  )
}
