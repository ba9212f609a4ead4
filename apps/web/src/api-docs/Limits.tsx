import { Trans } from '@lingui/react/macro'
import { type ApiDocument, listChoices, resolveSchema, type Schema } from './api-document.ts'
import { listValues } from './describe-schema.ts'
import css from './Limits.module.css'

/** What a value may be at most, at least, or one of. */
export function Limits({ document, schema }: { document: ApiDocument; schema: Schema }) {
  const values = listValues(document, schema)
  const [choice] = listChoices(document, schema)
  const whole = resolveSchema(document, schema)
  const one = { ...whole, ...resolveSchema(document, choice) }
  const list = one.items ? one : undefined
  const inner = one.items ? resolveSchema(document, one.items) : one
  return (
    <>
      {values.length > 0 && (
        <p className={css.limits}>
          <Trans>One of</Trans>{' '}
          {values.map((value) => (
            <code key={String(value)}>{JSON.stringify(value)}</code>
          ))}
        </p>
      )}
      <Bounds from={inner.minimum} to={inner.maximum} />
      <Lengths from={inner.minLength} to={inner.maxLength} />
      {list && <Counts from={list.minItems} to={list.maxItems} />}
      {inner.pattern !== undefined && (
        <p className={css.limits}>
          <Trans>Fits the pattern</Trans> <code>{inner.pattern}</code>
        </p>
      )}
      {one.default !== undefined && (
        <p className={css.limits}>
          <Trans>Unless given</Trans> <code>{JSON.stringify(one.default)}</code>
        </p>
      )}
    </>
  )
}

interface RangeProps {
  from: number | undefined
  to: number | undefined
}

function Bounds({ from, to }: RangeProps) {
  if (from === undefined && to === undefined) return null
  return (
    <p className={css.limits}>
      {from === undefined ? (
        <Trans>At most {to}.</Trans>
      ) : to === undefined ? (
        <Trans>{from} or more.</Trans>
      ) : (
        <Trans>
          From {from} to {to}.
        </Trans>
      )}
    </p>
  )
}

function Lengths({ from, to }: RangeProps) {
  if (from === undefined && to === undefined) return null
  return (
    <p className={css.limits}>
      {from === undefined ? (
        <Trans>At most {to} characters.</Trans>
      ) : to === undefined ? (
        <Trans>{from} characters or more.</Trans>
      ) : (
        <Trans>
          From {from} to {to} characters.
        </Trans>
      )}
    </p>
  )
}

function Counts({ from, to }: RangeProps) {
  if (from === undefined && to === undefined) return null
  return (
    <p className={css.limits}>
      {from === undefined ? (
        <Trans>At most {to} of them.</Trans>
      ) : to === undefined ? (
        <Trans>{from} of them or more.</Trans>
      ) : (
        <Trans>
          From {from} to {to} of them.
        </Trans>
      )}
    </p>
  )
}
