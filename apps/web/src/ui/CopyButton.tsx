import { useLingui } from '@lingui/react/macro'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import css from './CopyButton.module.css'

interface CopyButtonProps {
  text: string
  /** The act, such as "Copy object id". */
  label: string
  /** Shows the words too. */
  wide?: boolean
}

export function CopyButton({ text, label, wide = false }: CopyButtonProps) {
  const { t } = useLingui()
  const [outcome, setOutcome] = useState<'copied' | 'refused'>()

  useEffect(() => {
    if (outcome === undefined) return
    const timer = setTimeout(() => setOutcome(undefined), 2_000)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = () => {
    // Absent outside https and localhost.
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject()
    written.then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    )
  }
  const said = outcome === 'copied' ? t`Copied` : outcome === 'refused' ? t`Not copied` : ''

  return (
    <span className={css.frame}>
      <button
        type="button"
        className={wide ? css.wide : css.icon}
        aria-label={wide ? undefined : label}
        title={wide ? undefined : label}
        onClick={copy}
      >
        {outcome === 'copied' ? <Check size={14} /> : <Copy size={14} />}
        {wide && label}
      </button>
      <span role="status" className={wide ? css.said : 'visually-hidden'}>
        {said}
      </span>
    </span>
  )
}
