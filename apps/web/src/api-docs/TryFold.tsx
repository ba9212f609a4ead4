import { Trans, useLingui } from '@lingui/react/macro'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { ApiDocument } from './api-document.ts'
import type { Draft } from './draft.ts'
import type { Operation } from './read-operations.ts'
import css from './TryFold.module.css'
import { TryIt } from './TryIt.tsx'

interface TryFoldProps {
  document: ApiDocument
  operation: Operation
  draft: Draft
  onChange: (draft: Draft) => void
}

/** The form to try an operation, made when it is wanted: there are as many as operations. */
export function TryFold(props: TryFoldProps) {
  const { t } = useLingui()
  const [isOpen, setOpen] = useState(false)
  const { id } = props.operation
  return (
    <div className={css.panel}>
      <button
        type="button"
        className={css.toggle}
        aria-label={t`Try it: ${id}`}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight size={16} aria-hidden="true" />
        <Trans>Try it</Trans>
      </button>
      {isOpen && <TryIt {...props} />}
    </div>
  )
}
