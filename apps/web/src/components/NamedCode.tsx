import css from './NamedCode.module.css'
import type { NamedValue } from './read-claim.ts'

/** A value as the token spells it, with what it stands for beside it. */
export function NamedCode({ item: { text, name } }: { item: NamedValue }) {
  return (
    <span className={css.item}>
      <code>
        <bdi>{text}</bdi>
      </code>
      {name && (
        <>
          {' '}
          <bdi>{name}</bdi>
        </>
      )}
    </span>
  )
}
