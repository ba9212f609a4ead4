import { useLingui } from '@lingui/react/macro'
import { CopyButton } from '../ui/CopyButton.tsx'
import css from './CodeBlock.module.css'

interface CodeBlockProps {
  text: string
  /** What it is, for the button. */
  name: string
}

/** Code to read and to copy; a long line is scrolled, also by keyboard. */
export function CodeBlock({ text, name }: CodeBlockProps) {
  const { t } = useLingui()
  return (
    <div className={css.block}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <pre className={css.text} tabIndex={0}>
        <code>{text}</code>
      </pre>
      <div className={css.copy}>
        <CopyButton text={text} label={t`Copy ${name}`} />
      </div>
    </div>
  )
}
