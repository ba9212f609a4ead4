import { Trans } from '@lingui/react/macro'
import { type ComponentProps, useState } from 'react'
import { Field } from './Field.tsx'
import css from './PasswordField.module.css'
import type { TextField } from './TextField.tsx'

type PasswordFieldProps = Omit<ComponentProps<typeof TextField>, 'type'>

/** A password to type, paste or have filled in, and to look at while nobody else does. */
export function PasswordField({ field, label, hint, error, ...input }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false)
  return (
    <Field label={label} hint={hint} error={error}>
      {(id, describedBy) => (
        <div className={css.frame}>
          <input
            {...input}
            id={id}
            name={field}
            type={isShown ? 'text' : 'password'}
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={error ? true : undefined}
            aria-describedby={describedBy}
          />
          <button type="button" className={css.toggle} onClick={() => setShown(!isShown)}>
            {isShown ? <Trans>Hide</Trans> : <Trans>Show</Trans>}
          </button>
        </div>
      )}
    </Field>
  )
}
