import { Trans } from '@lingui/react/macro'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from './Button.tsx'
import css from './ConfirmButton.module.css'

interface ConfirmButtonProps {
  /** The act. */
  words: ReactNode
  /** Its name where the words alone are not one; begins with them. */
  label?: string
  describedBy?: string
  question: ReactNode
  /** The act again, with its size. */
  confirm: ReactNode
  /** Asks from the first moment on, for an act that was begun before the page opened. */
  asksAtOnce?: boolean
  isBusy: boolean
  onConfirm: () => void
  onCancel: () => void
}

/**
 * A button that asks once more, in its own place. Both states lie in one cell of a grid, which is as
 * large as the larger of them: nothing moves when they change. Cancel has the focus first, and lies
 * where the button was: neither a second click nor a key that is held down does the act.
 */
export function ConfirmButton({
  words,
  label,
  describedBy,
  question,
  confirm,
  asksAtOnce = false,
  isBusy,
  onConfirm,
  onCancel,
}: ConfirmButtonProps) {
  const questionId = useId()
  const [isAsking, setIsAsking] = useState(asksAtOnce)
  const first = useRef<HTMLButtonElement>(null)
  const cancel = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (asksAtOnce) cancel.current?.focus()
  }, [asksAtOnce])

  // What is hidden takes no focus, so the page has to be changed before it moves.
  const ask = () => {
    flushSync(() => setIsAsking(true))
    cancel.current?.focus()
  }
  const stop = () => {
    if (isBusy) return
    flushSync(() => setIsAsking(false))
    first.current?.focus()
    onCancel()
  }

  return (
    <div className={css.place}>
      <div className={isAsking ? css.hidden : css.shown}>
        <Button ref={first} aria-label={label} aria-describedby={describedBy} onClick={ask}>
          {words}
        </Button>
      </div>
      <fieldset
        aria-labelledby={questionId}
        className={isAsking ? css.shown : css.hidden}
        onKeyDown={({ key }) => key === 'Escape' && stop()}
      >
        <span id={questionId} className={css.question}>
          {question}
        </span>
        <Button look="danger" aria-disabled={isBusy} onClick={() => !isBusy && onConfirm()}>
          {confirm}
        </Button>
        <Button ref={cancel} aria-disabled={isBusy} onClick={stop}>
          <Trans>Cancel</Trans>
        </Button>
      </fieldset>
    </div>
  )
}
