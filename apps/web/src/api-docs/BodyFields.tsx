import { Trans } from '@lingui/react/macro'
import { Tag } from '../ui/Tag.tsx'
import type { ApiDocument } from './api-document.ts'
import { Part } from './Part.tsx'
import { Prose } from './Prose.tsx'
import type { Operation } from './read-operations.ts'
import { SchemaFields } from './SchemaFields.tsx'

interface BodyFieldsProps {
  document: ApiDocument
  body: NonNullable<Operation['body']>
}

/** What a request brings, in each kind that is taken. */
export function BodyFields({ document, body }: BodyFieldsProps) {
  return (
    <Part title={<Trans>Request body</Trans>}>
      {body.description && <Prose text={body.description} />}
      {Object.entries(body.content).map(([mediaType, { schema = {} }]) => (
        <div key={mediaType}>
          <p>
            <Tag look="code">{mediaType}</Tag>
          </p>
          <SchemaFields document={document} schema={schema} />
        </div>
      ))}
    </Part>
  )
}
