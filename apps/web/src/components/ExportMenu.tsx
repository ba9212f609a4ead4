import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import type { UserList } from '../api/queries.ts'
import { saveFile } from '../api/save-file.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { listSelected, useSelectedCount } from '../user-selection.ts'
import { ActFailure } from './ActFailure.tsx'
import css from './ExportMenu.module.css'
import {
  type ExportFormat,
  readWholeList,
  TYPES,
  toFileName,
  writePeople,
} from './export-people.ts'
import type { UserColumn } from './users-columns.ts'

interface ExportMenuProps {
  list: UserList
  columns: readonly UserColumn[]
  /** How many are listed, if known. */
  total: number | null
}

interface Wish {
  format: ExportFormat
  isSelected: boolean
}

/** The people as a file: all who match, written by the server, or those who are selected. */
export function ExportMenu({ list, columns, total }: ExportMenuProps) {
  const selected = useSelectedCount()
  const running = useRef<AbortController>(undefined)
  const save = useMutation({
    mutationFn: async ({ format, isSelected }: Wish) => {
      running.current = new AbortController()
      const { signal } = running.current
      const content = isSelected
        ? writePeople(listSelected(), format, columns)
        : await readWholeList(list, format, columns, signal)
      if (!signal.aborted) saveFile(toFileName(format), TYPES[format], content)
    },
  })
  const start = (wish: Wish) => !save.isPending && save.mutate(wish)
  const stop = () => {
    running.current?.abort()
    save.reset()
  }
  return (
    <Popover
      align="end"
      icon={<Download size={16} aria-hidden="true" />}
      words={save.isPending ? <Trans>Exporting…</Trans> : <Trans>Export…</Trans>}
    >
      {() => (
        <div className={css.menu}>
          <Choice
            question={
              total === null ? (
                <Trans>Everybody who is listed</Trans>
              ) : (
                <Plural
                  value={total}
                  one="The # person who is listed"
                  other="All # people who are listed"
                />
              )
            }
            hint={<Trans>Written by the server, and entered in the audit.</Trans>}
            isBusy={save.isPending}
            onChoose={(format) => start({ format, isSelected: false })}
          />
          {selected > 0 && (
            <Choice
              question={
                <Plural value={selected} one="Only the # selected" other="Only the # selected" />
              }
              isBusy={save.isPending}
              onChoose={(format) => start({ format, isSelected: true })}
            />
          )}
          <p className={css.hint}>
            <Trans>A file has the columns that are chosen for the list.</Trans>
          </p>
          <div role="status" className={css.busy}>
            {save.isPending && (
              <>
                <Trans>The file is being written…</Trans>
                <Button onClick={stop}>
                  <Trans>Stop</Trans>
                </Button>
              </>
            )}
            {save.isSuccess && <Trans>Saved as a file.</Trans>}
          </div>
          {save.isError && (
            <ActFailure
              error={save.error}
              at={save.submittedAt}
              refused={<Trans>Nothing was exported.</Trans>}
              uncertain={<Trans>Nothing was exported.</Trans>}
            />
          )}
        </div>
      )}
    </Popover>
  )
}

interface ChoiceProps {
  question: ReactNode
  hint?: ReactNode
  isBusy: boolean
  onChoose: (format: ExportFormat) => void
}

function Choice({ question, hint, isBusy, onChoose }: ChoiceProps) {
  const { t } = useLingui()
  return (
    <div className={css.group}>
      <p>{question}</p>
      <div className={css.acts}>
        <Button aria-disabled={isBusy} title={t`For spreadsheets`} onClick={() => onChoose('csv')}>
          <Trans>CSV</Trans>
        </Button>
        <Button
          aria-disabled={isBusy}
          title={t`One JSON object a line, for programs`}
          onClick={() => onChoose('ndjson')}
        >
          <Trans>NDJSON</Trans>
        </Button>
      </div>
      {hint && <p className={css.hint}>{hint}</p>}
    </div>
  )
}
