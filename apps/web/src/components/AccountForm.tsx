import { ApiProblem } from '@vestibule/client'
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { AccountFailure } from './AccountFailure.tsx'
import css from './AccountForm.module.css'
import { checkFields, type FieldErrors, toFieldErrors } from './account-fields.ts'

interface AccountFormProps {
  /** Given what was typed, by the fields' names. What it throws is told; after it the form stays shut. */
  onSend: (values: Record<string, string>) => Promise<unknown>
  /** When somebody goes into a field. */
  onBegin?: () => void
  /** The act. */
  words: ReactNode
  /** When it opens in place of what had the focus. */
  takesFocus?: boolean
  /** Beside the button. */
  actions?: ReactNode
  /** The fields, given what is wrong with them. */
  children: (errors: FieldErrors) => ReactNode
}

const NO_ERRORS: FieldErrors = {}

/**
 * A form about a local account. What is wrong stands at its field, or above all of them. What was typed
 * stays, except passwords that the server has refused.
 */
export function AccountForm({
  onSend,
  onBegin,
  words,
  takesFocus,
  actions,
  children,
}: AccountFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [errors, setErrors] = useState(NO_ERRORS)
  const [failure, setFailure] = useState<unknown>()

  useEffect(() => {
    if (takesFocus) findFirstEmpty(form.current)?.focus()
  }, [takesFocus])
  useEffect(() => {
    const invalid = form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')
    if (errors !== NO_ERRORS) invalid?.focus()
  }, [errors])

  const refuse = (found: FieldErrors, error?: unknown) => {
    setErrors(found)
    setFailure(error)
  }
  const send = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isBusy) return
    const values = readValues(event.currentTarget)
    const found = checkFields(values)
    if (isSome(found)) return refuse(found)
    setBusy(true)
    refuse(NO_ERRORS)
    try {
      await onSend(values)
    } catch (error) {
      setBusy(false)
      const told = toFieldErrors(error, values)
      refuse(told, isSome(told) ? undefined : error)
      if (error instanceof ApiProblem) emptyPasswords(form.current)
    }
  }

  return (
    // What is wrong is said here and not by the browser, whose words no style reaches.
    <form
      ref={form}
      noValidate
      className={css.form}
      onFocus={onBegin}
      onSubmit={(event) => void send(event)}
    >
      {failure !== undefined && <AccountFailure error={failure} />}
      {children(errors)}
      <div className={css.actions}>
        <Button type="submit" look="primary" aria-disabled={isBusy}>
          {words}
        </Button>
        {actions}
      </div>
    </form>
  )
}

function readValues(form: HTMLFormElement): Record<string, string> {
  const entries = [...new FormData(form)].map(([name, value]) => [name, String(value)])
  return Object.fromEntries(entries)
}

function isSome(errors: FieldErrors): boolean {
  return Object.keys(errors).length > 0
}

/** What is filled in already is left for who wants to change it. */
function findFirstEmpty(form: HTMLFormElement | null): HTMLInputElement | undefined {
  const fields = [...(form?.querySelectorAll<HTMLInputElement>('input:not([hidden])') ?? [])]
  return fields.find(({ value }) => value === '')
}

/** The first of them has the focus then, to be typed anew. */
function emptyPasswords(form: HTMLFormElement | null): void {
  const fields = form?.querySelectorAll<HTMLInputElement>('[autocomplete$="-password"]') ?? []
  for (const field of fields) field.value = ''
  fields[0]?.focus()
}
