import { Trans } from '@lingui/react/macro'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import { TextAreaField } from '../ui/TextAreaField.tsx'
import type { ApiDocument, Content } from './api-document.ts'
import css from './BodyInput.module.css'
import { type Draft, toBodyText } from './draft.ts'
import { toBodySample } from './to-sample.ts'

interface BodyInputProps {
  document: ApiDocument
  content: Content
  draft: Draft
  isBroken: boolean
  onChange: (draft: Draft) => void
}

export function BodyInput({ document, content, draft, isBroken, onChange }: BodyInputProps) {
  const mediaTypes = Object.keys(content)
  const choose = (mediaType: string) => {
    const body = toBodyText(toBodySample(document, content, mediaType))
    onChange({ ...draft, mediaType, body })
  }
  return (
    <div className={css.body}>
      {mediaTypes.length > 1 && (
        <RadioGroup
          legend={<Trans>Kind of body</Trans>}
          options={mediaTypes.map((value) => ({ value, words: value }))}
          value={draft.mediaType ?? ''}
          onChange={choose}
        />
      )}
      <TextAreaField
        label={<Trans>Request body</Trans>}
        error={isBroken && <Trans>This is no JSON.</Trans>}
        rows={10}
        value={draft.body}
        spellCheck={false}
        onChange={(event) => onChange({ ...draft, body: event.target.value })}
      />
    </div>
  )
}
