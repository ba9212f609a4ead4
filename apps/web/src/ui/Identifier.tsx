import { CopyButton } from './CopyButton.tsx'
import css from './Identifier.module.css'

interface IdentifierProps {
  value: string
  /** What the button does, such as "Copy object id". */
  copyLabel: string
}

/** An id or an address: something to copy, not to read. */
export function Identifier({ value, copyLabel }: IdentifierProps) {
  return (
    <span className={css.identifier}>
      <code>{value}</code>
      <CopyButton text={value} label={copyLabel} />
    </span>
  )
}
