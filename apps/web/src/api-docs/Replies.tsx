import { Trans } from '@lingui/react/macro'
import { toProblemPage } from '../routes.ts'
import { Fold } from '../ui/Fold.tsx'
import { Tag } from '../ui/Tag.tsx'
import { type ApiDocument, readName } from './api-document.ts'
import { CodeBlock } from './CodeBlock.tsx'
import { toTypeText } from './describe-schema.ts'
import { toBodyText } from './draft.ts'
import { Part } from './Part.tsx'
import { Prose } from './Prose.tsx'
import css from './Replies.module.css'
import type { Operation, Reply } from './read-operations.ts'
import { SchemaFold } from './SchemaFields.tsx'
import { toBodySample } from './to-sample.ts'

interface RepliesProps {
  document: ApiDocument
  operation: Operation
}

/** What can come back, and of problems which. */
export function Replies({ document, operation }: RepliesProps) {
  return (
    <Part title={<Trans>Replies</Trans>}>
      <ul className={css.replies}>
        {operation.replies.map((reply) => (
          <li key={reply.status}>
            <ReplyItem document={document} reply={reply} />
            {reply.status === 'default' && <Codes codes={operation.codes} />}
          </li>
        ))}
      </ul>
    </Part>
  )
}

function ReplyItem({ document, reply }: { document: ApiDocument; reply: Reply }) {
  const { status, description, content } = reply
  return (
    <>
      <p className={css.line}>
        <strong className={status.startsWith('2') ? css.ok : css.other}>
          {status === 'default' ? <Trans>Else</Trans> : status}
        </strong>
        {Object.keys(content).map((mediaType) => (
          <Tag key={mediaType} look="code">
            {mediaType}
          </Tag>
        ))}
      </p>
      {description && <Prose text={description} />}
      {Object.entries(content).map(([mediaType, { schema = {} }]) => {
        if (!mediaType.includes('json')) return null
        const name = readName(schema) ?? toTypeText(document, schema)
        const sample = toBodyText(toBodySample(document, content, mediaType))
        return (
          <div key={mediaType} className={css.more}>
            <SchemaFold document={document} schema={schema} of={name} isAnswer />
            <Fold label={<Trans>Example</Trans>}>
              <CodeBlock text={sample} name={name} />
            </Fold>
          </div>
        )
      })}
    </>
  )
}

function Codes({ codes }: { codes: readonly string[] }) {
  if (codes.length === 0) return null
  return (
    <>
      <p>
        <Trans>Its code is one of</Trans>
      </p>
      <ul className={css.codes}>
        {codes.map((code) => (
          <li key={code}>
            <a href={toProblemPage(code)}>
              <code>{code}</code>
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
