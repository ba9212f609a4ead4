import { Trans } from '@lingui/react/macro'
import { Field } from '../ui/Field.tsx'
import { TextAreaField } from '../ui/TextAreaField.tsx'
import { TextField } from '../ui/TextField.tsx'
import { type ApiDocument, type ApiParameter, resolveSchema } from './api-document.ts'
import { listValues } from './describe-schema.ts'
import { isList } from './draft.ts'

interface ParameterInputProps {
  document: ApiDocument
  parameter: ApiParameter
  value: string
  isMissing: boolean
  onChange: (value: string) => void
}

/** The control that fits a parameter: lines for a list, a choice where there are few values. */
export function ParameterInput({
  document,
  parameter,
  value,
  isMissing,
  onChange,
}: ParameterInputProps) {
  const { name, schema, in: where } = parameter
  const label = <code>{name}</code>
  const error = isMissing && <Trans>This has to be filled in.</Trans>
  if (isList(document, schema)) {
    return (
      <TextAreaField
        label={label}
        hint={<Trans>One on a line.</Trans>}
        error={error}
        rows={2}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  }
  const isBoolean = resolveSchema(document, schema).type === 'boolean'
  const values = isBoolean ? [true, false] : listValues(document, schema)
  if (values.length > 0) {
    return (
      <Field label={label} error={error}>
        {(id, describedBy) => (
          <select
            id={id}
            aria-describedby={describedBy}
            aria-invalid={isMissing || undefined}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          >
            <option value="">–</option>
            {values.map((one) => (
              <option key={String(one)}>{String(one)}</option>
            ))}
          </select>
        )}
      </Field>
    )
  }
  return (
    <TextField
      field={`${where}-${name}`}
      label={label}
      error={error}
      value={value}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
