import { Trans, useLingui } from '@lingui/react/macro'
import { type SubmitEvent, useId, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { ConfirmButton } from '../ui/ConfirmButton.tsx'
import type { ApiDocument } from './api-document.ts'
import { BodyInput } from './BodyInput.tsx'
import { type Draft, toKey } from './draft.ts'
import { IdentityChoice } from './IdentityChoice.tsx'
import { useIdentity } from './identity.tsx'
import { ParameterInput } from './ParameterInput.tsx'
import type { Operation } from './read-operations.ts'
import css from './TryIt.module.css'
import { TryOutcome } from './TryOutcome.tsx'
import { isBrokenJson, isUnsafe, listMissing, toRequest } from './to-request.ts'
import { useSending } from './use-sending.ts'

interface TryItProps {
  document: ApiDocument
  operation: Operation
  draft: Draft
  onChange: (draft: Draft) => void
}

/** Sends what is filled in, for real. What changes something is asked about once more. */
export function TryIt({ document, operation, draft, onChange }: TryItProps) {
  const { t } = useLingui()
  const id = useId()
  const { kind, token } = useIdentity()
  const { sending, send, stop } = useSending()
  // What is wrong is said when it is sent, not while it is typed.
  const [isChecked, setChecked] = useState(false)
  const [asked, setAsked] = useState(0)

  const missing = isChecked ? listMissing(document, operation, draft) : []
  const isBroken = isChecked && isBrokenJson(draft)
  const lacksToken = isChecked && kind === 'token' && token.trim() === ''
  const bearer = kind === 'token' ? token.trim() : undefined
  const request = toRequest(document, operation, draft, bearer !== undefined)

  const submit = () => {
    setChecked(true)
    const isReady =
      listMissing(document, operation, draft).length === 0 && !isBrokenJson(draft) && bearer !== ''
    if (isReady) void send(request, bearer)
    setAsked(asked + 1)
  }
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    // Enter in a field sends only what changes nothing.
    if (!isUnsafe(operation)) submit()
  }

  return (
    <form className={css.form} noValidate onSubmit={onSubmit} aria-label={t`Try ${operation.id}`}>
      <IdentityChoice isMissing={lacksToken} />
      {operation.parameters.map((parameter) => (
        <ParameterInput
          key={toKey(parameter)}
          document={document}
          parameter={parameter}
          value={draft.values[toKey(parameter)] ?? ''}
          isMissing={missing.includes(parameter.name)}
          onChange={(value) =>
            onChange({ ...draft, values: { ...draft.values, [toKey(parameter)]: value } })
          }
        />
      ))}
      {operation.body && (
        <BodyInput
          document={document}
          content={operation.body.content}
          draft={draft}
          isBroken={isBroken}
          onChange={onChange}
        />
      )}
      <div className={css.acts}>
        {isUnsafe(operation) ? (
          <ConfirmButton
            key={asked}
            words={<Trans>Send…</Trans>}
            describedBy={`${id}-warning`}
            question={<Trans>This is done for real.</Trans>}
            confirm={
              <Trans>
                Send {request.method} {request.path}
              </Trans>
            }
            isBusy={sending.state === 'busy'}
            onConfirm={submit}
            onCancel={() => {}}
          />
        ) : (
          <Button type="submit" look="primary" aria-disabled={sending.state === 'busy'}>
            <Trans>Send</Trans>
          </Button>
        )}
        {sending.state === 'busy' && (
          <Button look="quiet" onClick={stop}>
            <Trans>Stop</Trans>
          </Button>
        )}
      </div>
      {isUnsafe(operation) && (
        <p id={`${id}-warning`} className={css.warning}>
          <Trans>This is the real server: what you send is done.</Trans>
        </p>
      )}
      <TryOutcome sending={sending} />
    </form>
  )
}
