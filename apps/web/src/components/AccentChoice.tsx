import { Trans } from '@lingui/react/macro'
import type { Preferences } from '@vestibule/client'
import type { ReactNode } from 'react'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import css from './AccentChoice.module.css'

type Accent = Preferences['accentColor']

interface AccentChoiceProps {
  legend: ReactNode
  isLegendHidden?: boolean
  value: Accent
  onChange: (accent: Accent) => void
}

/** The colours that there are, each shown and named. */
export function AccentChoice(props: AccentChoiceProps) {
  return (
    <RadioGroup
      {...props}
      options={[
        { value: 'blue', sign: <Swatch accent="blue" />, words: <Trans>Blue</Trans> },
        { value: 'green', sign: <Swatch accent="green" />, words: <Trans>Green</Trans> },
        { value: 'grey', sign: <Swatch accent="grey" />, words: <Trans>Grey</Trans> },
      ]}
    />
  )
}

function Swatch({ accent }: { accent: Accent }) {
  return <span className={css.swatch} data-accent={accent} aria-hidden="true" />
}
