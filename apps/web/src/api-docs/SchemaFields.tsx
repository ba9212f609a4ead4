import { Trans } from '@lingui/react/macro'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { ApiDocument, Schema } from './api-document.ts'
import { listFields, readDescription, type SchemaField, toTypeText } from './describe-schema.ts'
import css from './FieldList.module.css'
import { FieldName } from './FieldName.tsx'
import { Limits } from './Limits.tsx'
import { Prose } from './Prose.tsx'
import foldCss from './SchemaFold.module.css'

interface SchemaFieldsProps {
  document: ApiDocument
  schema: Schema
  isAnswer?: boolean
}

/** The fields of an object, or of the objects in a list. */
export function SchemaFields({ document, schema, isAnswer = false }: SchemaFieldsProps) {
  const fields = listFields(document, schema)
  if (fields.length === 0) {
    return (
      <p>
        <code>{toTypeText(document, schema)}</code>
      </p>
    )
  }
  return (
    <ul className={css.fields}>
      {fields.map((field) => (
        <FieldItem key={field.name} document={document} field={field} isAnswer={isAnswer} />
      ))}
    </ul>
  )
}

interface FieldItemProps {
  document: ApiDocument
  field: SchemaField
  isAnswer: boolean
}

function FieldItem({ document, field, isAnswer }: FieldItemProps) {
  const { name, schema, isRequired } = field
  const [always, sometimes] = isAnswer
    ? (['there', 'maybe'] as const)
    : (['required', 'optional'] as const)
  const description = readDescription(document, schema)
  const isObject = listFields(document, schema).length > 0
  return (
    <li>
      <FieldName
        name={name}
        type={toTypeText(document, schema)}
        need={isRequired ? always : sometimes}
      />
      {description && <Prose text={description} />}
      {isObject ? (
        <SchemaFold document={document} schema={schema} of={name} isAnswer={isAnswer} />
      ) : (
        <Limits document={document} schema={schema} />
      )}
    </li>
  )
}

interface SchemaFoldProps extends SchemaFieldsProps {
  /** What the fields are of. */
  of: string
}

/** Fields behind a button. Made only when it is opened: a schema may hold itself. */
export function SchemaFold({ of, ...fields }: SchemaFoldProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={foldCss.fold}>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <ChevronRight size={14} aria-hidden="true" />
        <Trans>
          Fields of <code>{of}</code>
        </Trans>
      </button>
      {isOpen && <SchemaFields {...fields} />}
    </div>
  )
}
