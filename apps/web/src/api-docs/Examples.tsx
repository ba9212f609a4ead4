import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import type { ApiDocument } from './api-document.ts'
import { CodeBlock } from './CodeBlock.tsx'
import type { Draft } from './draft.ts'
import { Part } from './Part.tsx'
import type { Operation } from './read-operations.ts'
import { takesToken } from './to-callers.ts'
import { toCurl } from './to-curl.ts'
import { toRequest } from './to-request.ts'
import { toTypescript } from './to-typescript.ts'

interface ExamplesProps {
  document: ApiDocument
  operation: Operation
  draft: Draft
}

/** The request as others would write it. */
export function Examples({ document, operation, draft }: ExamplesProps) {
  const [language, setLanguage] = useState<'curl' | 'TypeScript'>('curl')
  const { origin } = location
  const request = toRequest(document, operation, draft, takesToken(operation.callers))
  const text =
    language === 'curl'
      ? toCurl(operation, request, origin)
      : toTypescript(document, operation, draft, origin)
  return (
    <Part title={<Trans>Example</Trans>}>
      <RadioGroup
        legend={<Trans>Language of the example</Trans>}
        isLegendHidden
        options={[
          { value: 'curl', words: 'curl' },
          { value: 'TypeScript', words: 'TypeScript' },
        ]}
        value={language}
        onChange={setLanguage}
      />
      <CodeBlock text={text} name={`${operation.id} – ${language}`} />
    </Part>
  )
}
