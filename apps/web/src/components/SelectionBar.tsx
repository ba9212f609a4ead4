import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery, type UserList } from '../api/queries.ts'
import { type BatchAction, createDraft, type DraftSource, keepDraft } from '../batch-draft.ts'
import { PATHS } from '../routes.ts'
import { Button } from '../ui/Button.tsx'
import { clearSelection, toSelectedList, useSelectedCount } from '../user-selection.ts'
import css from './SelectionBar.module.css'
import { SELECT_MATCHING_ID } from './use-grid-keys.ts'

interface SelectionBarProps {
  list: UserList
  /** How many there are in all, if known. */
  total: number | null
}

/** What can be done with the people who are selected: each leads to a batch that is looked at first. */
export function SelectionBar({ list, total }: SelectionBarProps) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery)
  const all = useSelectedCount()
  const { search, filter, isLive = false } = list
  const matching = JSON.stringify([search, filter, isLive])
  // Only of the list that is shown: of another one it was never said.
  const [chosen, setChosen] = useState<string>()
  const isAllMatching = chosen === matching
  const canTakeAll = total !== null && total > all
  if (all === 0) return null

  const clear = () => {
    setChosen(undefined)
    clearSelection()
    document.getElementById('main')?.focus()
  }
  const start = (action: BatchAction) => () => {
    if (!me) return
    const source: DraftSource = isAllMatching
      ? { kind: 'matching', search, filter: [...filter], isLive, count: total }
      : { kind: 'text', text: toSelectedList() }
    keepDraft(me.id, createDraft({ action, source }))
    void navigate({ to: PATHS.newBatch })
  }
  return (
    <section aria-label={t`Selection`} className={css.bar}>
      <p role="status" className={css.count}>
        {isAllMatching && total !== null ? (
          <Trans>All {i18n.number(total)} who match are selected</Trans>
        ) : (
          <Plural value={all} one="# selected" other="# selected" />
        )}
      </p>
      {canTakeAll && !isAllMatching && total !== null && (
        <Button id={SELECT_MATCHING_ID} look="quiet" onClick={() => setChosen(matching)}>
          <Trans>Select all {i18n.number(total)} who match</Trans>
        </Button>
      )}
      <span className={css.acts}>
        <Button onClick={start('disable')}>
          <Trans>Disable…</Trans>
        </Button>
        <Button onClick={start('enable')}>
          <Trans>Enable…</Trans>
        </Button>
        <Button onClick={start('query')}>
          <Trans>Look up…</Trans>
        </Button>
        <Button look="quiet" onClick={clear}>
          <Trans>Clear</Trans>
        </Button>
      </span>
    </section>
  )
}
