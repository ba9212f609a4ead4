import { Trans } from '@lingui/react/macro'
import { Link2 } from 'lucide-react'
import { useState } from 'react'
import type { ApiDocument } from './api-document.ts'
import { BodyFields } from './BodyFields.tsx'
import { Callers } from './Callers.tsx'
import { toDraft } from './draft.ts'
import { Examples } from './Examples.tsx'
import { MethodName } from './MethodName.tsx'
import css from './OperationSection.module.css'
import { Parameters } from './Parameters.tsx'
import { Prose, Words } from './Prose.tsx'
import { Replies } from './Replies.tsx'
import type { Operation } from './read-operations.ts'
import { TryFold } from './TryFold.tsx'

interface OperationSectionProps {
  document: ApiDocument
  operation: Operation
}

/** All there is to know of one operation; what is filled in to try it shows in the examples too. */
export function OperationSection({ document, operation }: OperationSectionProps) {
  const { id, method, path, summary, description, parameters, body } = operation
  const [draft, setDraft] = useState(() => toDraft(document, operation))
  const titleId = `${id}-title`

  return (
    <article id={id} className={css.operation} aria-labelledby={titleId}>
      <div className={css.text}>
        <div className={css.head}>
          <h3 id={titleId} lang="en">
            <Words text={summary} />
          </h3>
          <a className={css.anchor} href={`#${encodeURIComponent(id)}`}>
            <Link2 size={16} aria-hidden="true" />
            <span className="visually-hidden">
              <Trans>Link to {id}</Trans>
            </span>
          </a>
        </div>
        <p className={css.address}>
          <MethodName method={method} /> <code>{path}</code> <code className={css.id}>{id}</code>
        </p>
        {description && <Prose text={description} />}
        <Callers callers={operation.callers} />
        {parameters.length > 0 && <Parameters document={document} parameters={parameters} />}
        {body && <BodyFields document={document} body={body} />}
        <Replies document={document} operation={operation} />
      </div>
      <div className={css.aside}>
        <Examples document={document} operation={operation} draft={draft} />
        <TryFold document={document} operation={operation} draft={draft} onChange={setDraft} />
      </div>
    </article>
  )
}
