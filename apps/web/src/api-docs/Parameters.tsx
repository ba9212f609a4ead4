import { Trans, useLingui } from '@lingui/react/macro'
import type { ApiDocument, ApiParameter } from './api-document.ts'
import { toTypeText } from './describe-schema.ts'
import css from './FieldList.module.css'
import { FieldName } from './FieldName.tsx'
import { Limits } from './Limits.tsx'
import { Part } from './Part.tsx'
import { Prose } from './Prose.tsx'

interface ParametersProps {
  document: ApiDocument
  parameters: readonly ApiParameter[]
}

export function Parameters({ document, parameters }: ParametersProps) {
  const { t } = useLingui()
  const places: Record<ApiParameter['in'], string> = {
    path: t`in the path`,
    query: t`in the query`,
    header: t`in the header`,
    cookie: t`in a cookie`,
  }
  return (
    <Part title={<Trans>Parameters</Trans>}>
      <ul className={css.fields}>
        {parameters.map(({ name, in: where, required = false, description, schema = {} }) => (
          <li key={`${where} ${name}`}>
            <FieldName
              name={name}
              type={toTypeText(document, schema)}
              need={required || where === 'path' ? 'required' : 'optional'}
              place={places[where]}
            />
            {description && <Prose text={description} />}
            <Limits document={document} schema={schema} />
          </li>
        ))}
      </ul>
    </Part>
  )
}
