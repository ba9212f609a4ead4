import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SavedView } from '@vestibule/client'
import { Trash2, UsersRound } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { client } from '../api/client.ts'
import { viewsQuery } from '../api/queries.ts'
import { Button } from '../ui/Button.tsx'
import { Name } from '../ui/Name.tsx'
import { ActFailure } from './ActFailure.tsx'
import css from './ViewsMenu.module.css'

interface SavedViewRowProps {
  view: SavedView
  isCurrent: boolean
  onChoose: () => void
}

/** A view that was saved: to be chosen, or if it is one's own, deleted. */
export function SavedViewRow({ view, isCurrent, onChoose }: SavedViewRowProps) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const [isAsking, setIsAsking] = useState(false)
  const cancel = useRef<HTMLButtonElement>(null)
  const link = useRef<HTMLButtonElement>(null)
  const remove = useMutation({
    mutationFn: () => client.deleteView(view.id),
    onSuccess: () => {
      // What had the focus goes away with the row.
      const menu = link.current?.closest('section')?.parentElement
      menu?.querySelector<HTMLElement>('button:not(li *)')?.focus()
      return queryClient.invalidateQueries(viewsQuery)
    },
  })
  const { name } = view

  useEffect(() => {
    if (isAsking) cancel.current?.focus()
  }, [isAsking])

  return (
    <li>
      <div className={css.view}>
        <button
          ref={link}
          type="button"
          hidden={isAsking}
          aria-current={isCurrent}
          className={css.link}
          onClick={onChoose}
        >
          <Name>{name}</Name>
        </button>
        {view.isShared && !isAsking && (
          <span title={t`Everybody of the organisation has it.`} className={css.quiet}>
            <UsersRound size={14} aria-hidden="true" />
            <span className="visually-hidden">
              <Trans>Shared</Trans>
            </span>
          </span>
        )}
        {view.isMine && !isAsking && (
          <button
            type="button"
            className={css.icon}
            aria-label={t`Delete the view ${name}`}
            title={t`Delete the view ${name}`}
            onClick={() => setIsAsking(true)}
          >
            <Trash2 size={14} aria-hidden="true" />
          </button>
        )}
        {isAsking && (
          <>
            <span className={css.question}>
              <Trans>
                Delete “<bdi>{name}</bdi>”?
              </Trans>
            </span>
            <Button
              look="danger"
              aria-disabled={remove.isPending}
              onClick={() => !remove.isPending && remove.mutate()}
            >
              <Trans>Delete view</Trans>
            </Button>
            <Button
              ref={cancel}
              onClick={() => {
                setIsAsking(false)
                requestAnimationFrame(() => link.current?.focus())
              }}
            >
              <Trans>Cancel</Trans>
            </Button>
          </>
        )}
      </div>
      {remove.isError && (
        <ActFailure
          error={remove.error}
          at={remove.submittedAt}
          refused={<Trans>The view was not deleted.</Trans>}
          uncertain={<Trans>It is not certain that the view was deleted.</Trans>}
        />
      )}
    </li>
  )
}
