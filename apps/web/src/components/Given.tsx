import { Trans } from '@lingui/react/macro'
import { Identifier } from '../ui/Identifier.tsx'
import css from './Given.module.css'

interface GivenProps {
  /** Null: the directory has nothing there. Undefined: the permissions given do not cover it. */
  value: string | null | undefined
}

/** A value of the directory, or in words why there is none. */
export function Given({ value }: GivenProps) {
  return value ? <bdi>{value}</bdi> : <NotGiven isHidden={value === undefined} />
}

/** The same for an id or an address. */
export function GivenIdentifier({ value, copyLabel }: GivenProps & { copyLabel: string }) {
  return value ? (
    <Identifier value={value} copyLabel={copyLabel} />
  ) : (
    <NotGiven isHidden={value === undefined} />
  )
}

/** In place of a value: nothing there, or hidden. */
export function NotGiven({ isHidden = false }: { isHidden?: boolean }) {
  return (
    <span className={css.not}>
      {isHidden ? <Trans>Not covered by your permissions</Trans> : <Trans>Not given</Trans>}
    </span>
  )
}
