import { Trans, useLingui } from '@lingui/react/macro'
import { type DragEvent, useRef, useState } from 'react'
import type { BatchAction, BatchDraft, DraftSource } from '../batch-draft.ts'
import type { ReadSource } from '../read-source.ts'
import { Button } from '../ui/Button.tsx'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import { TextAreaField } from '../ui/TextAreaField.tsx'
import css from './BatchInput.module.css'
import { ACTION_TEXTS } from './batch-texts.ts'
import { ListSummary } from './ListSummary.tsx'
import { SelectionText } from './SelectionText.tsx'

const ACTIONS = ['query', 'disable', 'enable'] as const satisfies readonly BatchAction[]
/** As much as the server takes at once. */
const MOST_BYTES = 4 * 1024 * 1024
const NO_TEXT: DraftSource = { kind: 'text', text: '' }

interface BatchInputProps {
  draft: BatchDraft
  read: ReadSource | undefined
  onChange: (change: Partial<BatchDraft>) => void
}

/** The first step: what shall be done, and with whom. */
export function BatchInput({ draft, read, onChange }: BatchInputProps) {
  const { t } = useLingui()
  const { source } = draft
  return (
    <>
      <RadioGroup
        legend={<Trans>What shall be done</Trans>}
        options={ACTIONS.map((value) => ({ value, words: t(ACTION_TEXTS[value]) }))}
        value={draft.action}
        onChange={(action) => onChange({ action })}
      />
      {source.kind === 'text' ? (
        <Paste text={source.text} onSource={(given) => onChange({ source: given })} />
      ) : (
        <div className={css.given}>
          <p>{source.kind === 'csv' ? <bdi>{source.name}</bdi> : <SelectionText {...source} />}</p>
          <Button onClick={() => onChange({ source: NO_TEXT })}>
            <Trans>Paste a list instead</Trans>
          </Button>
        </div>
      )}
      {read && <ListSummary read={read} />}
    </>
  )
}

interface PasteProps {
  text: string
  onSource: (source: DraftSource) => void
}

function Paste({ text, onSource }: PasteProps) {
  const file = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [isTooLarge, setTooLarge] = useState(false)
  const take = async (chosen: File | undefined) => {
    if (!chosen) return
    setTooLarge(chosen.size > MOST_BYTES)
    if (chosen.size <= MOST_BYTES) {
      onSource({ kind: 'csv', name: chosen.name, text: await chosen.text() })
    }
  }
  const holdsFile = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button below is for all.
    <div
      className={isOver ? css.over : css.paste}
      onDragOver={(event) => {
        if (!holdsFile(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (!holdsFile(event)) return
        event.preventDefault()
        setOver(false)
        void take(event.dataTransfer.files[0])
      }}
    >
      <TextAreaField
        label={<Trans>Paste accounts</Trans>}
        hint={
          <Trans>
            User principal names, mail addresses or object ids: one a line, or with commas between
            them. Or drop a CSV file here; Entra’s own template is understood too.
          </Trans>
        }
        error={isTooLarge && <Trans>The file has more than 4 MB. Give it in parts.</Trans>}
        value={text}
        rows={8}
        spellCheck={false}
        autoCapitalize="none"
        onChange={(event) => onSource({ kind: 'text', text: event.target.value })}
      />
      <input
        ref={file}
        type="file"
        hidden
        accept=".csv,.txt,text/csv,text/plain"
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <Button onClick={() => file.current?.click()}>
        <Trans>Choose a CSV file</Trans>
      </Button>
    </div>
  )
}
