import { Trans } from '@lingui/react/macro'
import css from './FieldName.module.css'

interface FieldNameProps {
  name: string
  type: string
  /** Said of what is asked for; of an answer only that it may be missing. */
  need: 'required' | 'optional' | 'there' | 'maybe'
  /** Where a parameter stands. */
  place?: string
}

export function FieldName({ name, type, need, place }: FieldNameProps) {
  return (
    <p className={css.line}>
      <code className={css.name}>{name}</code> <code className={css.type}>{type}</code>
      {place && <span className={css.place}>{place}</span>}
      {need === 'required' && (
        <span className={css.required}>
          <Trans>required</Trans>
        </span>
      )}
      {need === 'optional' && (
        <span className={css.place}>
          <Trans>optional</Trans>
        </span>
      )}
      {need === 'maybe' && (
        <span className={css.place}>
          <Trans>may be missing</Trans>
        </span>
      )}
    </p>
  )
}
