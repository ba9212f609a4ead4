import { Trans } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isProblem } from '@vestibule/client'
import { useEffect, useRef, useState } from 'react'
import { client } from '../api/client.ts'
import { viewsQuery } from '../api/queries.ts'
import { Button } from '../ui/Button.tsx'
import { CheckField } from '../ui/CheckField.tsx'
import { TextField } from '../ui/TextField.tsx'
import { ActFailure } from './ActFailure.tsx'
import css from './ViewsMenu.module.css'

/** As long as the API takes. */
const LONGEST_NAME = 80

interface SaveViewProps {
  query: string
  onDone: () => void
}

/** Gives the list that is shown a name, to come back to it by. */
export function SaveView({ query, onDone }: SaveViewProps) {
  const queryClient = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const [name, setName] = useState('')
  const [isShared, setIsShared] = useState(false)
  const save = useMutation({
    mutationFn: () => client.createView({ name: name.trim(), query, isShared }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(viewsQuery)
      onDone()
    },
  })
  const isTaken = isProblem(save.error, 'conflict')

  useEffect(() => form.current?.querySelector('input')?.focus(), [])

  return (
    <form
      ref={form}
      className={`${css.menu} ${css.form}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (!save.isPending && name.trim() !== '') save.mutate()
      }}
    >
      <TextField
        field="name"
        label={<Trans>Name of the view</Trans>}
        error={isTaken && <Trans>You have a view of this name already.</Trans>}
        value={name}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        required
        onChange={(event) => {
          setName(event.target.value)
          if (save.isError) save.reset()
        }}
      />
      <CheckField
        label={<Trans>Share it with everybody of the organisation</Trans>}
        isChecked={isShared}
        onChange={setIsShared}
      />
      {save.isError && !isTaken && (
        <ActFailure
          error={save.error}
          at={save.submittedAt}
          refused={<Trans>The view was not saved.</Trans>}
          uncertain={<Trans>It is not certain that the view was saved.</Trans>}
        />
      )}
      <div className={css.acts}>
        <Button type="submit" look="primary" aria-disabled={save.isPending}>
          <Trans>Save view</Trans>
        </Button>
        <Button onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}
