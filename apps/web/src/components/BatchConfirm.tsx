import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import type { UserBatch } from '@vestibule/client'
import { type SubmitEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { BatchDraft } from '../batch-draft.ts'
import { toRunBatch } from '../routes.ts'
import { Button } from '../ui/Button.tsx'
import { CheckField } from '../ui/CheckField.tsx'
import { TextAreaField } from '../ui/TextAreaField.tsx'
import { TextField } from '../ui/TextField.tsx'
import css from './BatchConfirm.module.css'
import { BatchFailure } from './BatchFailure.tsx'
import { BatchStepSection } from './BatchStepSection.tsx'
import { Act } from './BatchTitle.tsx'

/** Of more accounts than this, the number has to be typed. */
const MOST_UNTYPED = 50
const LONGEST_REASON = 500

interface BatchConfirmProps {
  draft: BatchDraft
  look: UserBatch
  takesFocus: boolean
  onChange: (change: Partial<BatchDraft>) => void
  /** Begins the batch. */
  onRun: () => Promise<void>
}

/** The third step: exactly what will be done, why, and the button that does it. */
export function BatchConfirm({ draft, look, takesFocus, onChange, onRun }: BatchConfirmProps) {
  const { t, i18n } = useLingui()
  const form = useRef<HTMLFormElement>(null)
  const [typed, setTyped] = useState('')
  const [isTried, setTried] = useState(false)
  const run = useMutation({ mutationFn: onRun })
  const { counts, action } = look
  const total = counts.succeeded + counts.willBeReverted
  const skipped = counts.total - total
  const isTyped = total > MOST_UNTYPED
  const isRight = typed.replace(/\D/g, '') === String(total)

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    flushSync(() => setTried(true))
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (wrong) wrong.focus()
    else if (!run.isPending) run.mutate()
  }

  if (total === 0) {
    return (
      <BatchStepSection title={<Trans>3. Confirm</Trans>} takesFocus={takesFocus}>
        <p>
          <Trans>There is nothing to do: no account of the list would be changed.</Trans>
        </p>
      </BatchStepSection>
    )
  }
  const act = <Act action={action} total={total} />
  return (
    <BatchStepSection title={<Trans>3. Confirm</Trans>} takesFocus={takesFocus}>
      <form ref={form} noValidate className={css.form} onSubmit={submit}>
        <p className={css.sentence}>
          {skipped === 0 ? (
            act
          ) : (
            <Trans>
              {act}, skip {i18n.number(skipped)}
            </Trans>
          )}
        </p>
        {action === 'disable' && (
          <p className={css.quiet}>
            <Trans>
              They cannot get new tokens. Tokens that were issued already work for up to about an
              hour.
            </Trans>
          </p>
        )}
        {counts.willBeReverted > 0 && (
          <p className={css.quiet}>
            <Plural
              value={counts.willBeReverted}
              one="# of them is kept in Active Directory, which will take the change back: change it there."
              other="# of them are kept in Active Directory, which will take the change back: change them there."
            />
          </p>
        )}
        <TextAreaField
          label={<Trans>Reason</Trans>}
          hint={<Trans>Kept in the audit with every account.</Trans>}
          error={isTried && draft.reason.trim() === '' && <Trans>Say why.</Trans>}
          value={draft.reason}
          maxLength={LONGEST_REASON}
          rows={2}
          required
          onChange={(event) => onChange({ reason: event.target.value })}
        />
        {action === 'disable' && (
          <CheckField
            label={<Trans>Also end their sign-in sessions</Trans>}
            hint={
              <Trans>They are asked to sign in again everywhere, which they then cannot.</Trans>
            }
            isChecked={draft.revokeSessions}
            onChange={(revokeSessions) => onChange({ revokeSessions })}
          />
        )}
        {isTyped && (
          <TextField
            field="count"
            label={t`Type ${i18n.number(total)} to confirm`}
            error={isTried && !isRight && t`Type the number of accounts: ${i18n.number(total)}`}
            value={typed}
            inputMode="numeric"
            autoComplete="off"
            required
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        <div className={css.act}>
          <Button
            type="submit"
            look={action === 'disable' ? 'danger' : 'primary'}
            aria-disabled={run.isPending}
          >
            {act}
          </Button>
          {run.isPending && (
            <span role="status" className={css.quiet}>
              <Trans>Handing it over…</Trans>
            </span>
          )}
        </div>
        {run.isError && (
          <BatchFailure error={run.error} at={run.submittedAt} returnTo={toRunBatch()} />
        )}
      </form>
    </BatchStepSection>
  )
}
