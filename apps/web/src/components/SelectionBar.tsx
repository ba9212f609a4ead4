import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { User } from '@vestibule/client'
import { useState } from 'react'
import { meQuery } from '../api/queries.ts'
import { type BatchAction, createDraft, type DraftSource, keepDraft } from '../batch-draft.ts'
import { PATHS } from '../routes.ts'
import { Button } from '../ui/Button.tsx'
import type { UserFilter } from '../user-filters.ts'
import { clearSelection, toSelectedList, useSelectedCount } from '../user-selection.ts'
import css from './SelectionBar.module.css'

interface SelectionBarProps {
  /** Those that are listed by now. */
  users: readonly User[]
  /** How many there are in all, if known. */
  total: number | null
  search: string
  filter: readonly UserFilter[]
}

/** What can be done with the people who are selected: each leads to a batch that is looked at first. */
export function SelectionBar({ users, total, search, filter }: SelectionBarProps) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery)
  const { all, these } = useSelectedCount(users)
  const matching = JSON.stringify([search, filter])
  // Only of the list that is shown: of another one it was never said.
  const [chosen, setChosen] = useState<string>()
  const isAllMatching = chosen === matching
  const canTakeAll = total !== null && total > users.length && these === users.length
  if (all === 0) return null

  const clear = () => {
    setChosen(undefined)
    clearSelection()
    document.getElementById('main')?.focus()
  }
  const start = (action: BatchAction) => () => {
    if (!me) return
    const source: DraftSource = isAllMatching
      ? { kind: 'matching', search, filter: [...filter], count: total }
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
        <Button look="quiet" onClick={() => setChosen(matching)}>
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
