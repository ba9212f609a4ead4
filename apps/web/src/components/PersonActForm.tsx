import { Trans } from '@lingui/react/macro'
import type { UseMutationResult } from '@tanstack/react-query'
import type { UserBatch } from '@vestibule/client'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { AccountDraft } from '../account-draft.ts'
import { Button } from '../ui/Button.tsx'
import { CheckField } from '../ui/CheckField.tsx'
import { TextField } from '../ui/TextField.tsx'
import { BatchFailure } from './BatchFailure.tsx'
import css from './PersonAct.module.css'

interface PersonActFormProps {
  draft: AccountDraft
  run: UseMutationResult<UserBatch, Error, AccountDraft>
  onChange: (change: Partial<AccountDraft>) => void
  onCancel: () => void
}

/** What disabling or enabling an account comes to, why it is done, and the button that does it. */
export function PersonActForm({ draft, run, onChange, onCancel }: PersonActFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [isTried, setTried] = useState(false)
  const isDisable = draft.action === 'disable'

  useEffect(() => form.current?.querySelector('input')?.focus(), [])

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    flushSync(() => setTried(true))
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (wrong) wrong.focus()
    else if (!run.isPending) run.mutate(draft)
  }

  return (
    <form
      ref={form}
      noValidate
      className={css.form}
      onSubmit={submit}
      onKeyDown={({ key }) => key === 'Escape' && !run.isPending && onCancel()}
    >
      <p>
        {isDisable ? (
          <Trans>
            This person cannot get new tokens. Tokens that were issued already work for up to about
            an hour. You can take it back.
          </Trans>
        ) : (
          <Trans>This person can sign in again. You can take it back.</Trans>
        )}
      </p>
      <TextField
        field="reason"
        label={<Trans>Reason</Trans>}
        hint={<Trans>Kept in the audit.</Trans>}
        error={isTried && draft.reason.trim() === '' && <Trans>Say why.</Trans>}
        value={draft.reason}
        maxLength={500}
        required
        autoComplete="off"
        onChange={(event) => onChange({ reason: event.target.value })}
      />
      {isDisable && (
        <CheckField
          label={<Trans>Also end the sign-in sessions</Trans>}
          isChecked={draft.revokeSessions}
          onChange={(revokeSessions) => onChange({ revokeSessions })}
        />
      )}
      <div className={css.buttons}>
        <Button type="submit" look={isDisable ? 'danger' : 'primary'} aria-disabled={run.isPending}>
          {isDisable ? <Trans>Disable account</Trans> : <Trans>Enable account</Trans>}
        </Button>
        <Button aria-disabled={run.isPending} onClick={() => !run.isPending && onCancel()}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
      {run.isError && <BatchFailure error={run.error} at={run.submittedAt} />}
    </form>
  )
}
