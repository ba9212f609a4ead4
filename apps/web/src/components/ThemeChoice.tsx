import { Trans } from '@lingui/react/macro'
import type { Preferences } from '@vestibule/client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { RadioGroup } from '../ui/RadioGroup.tsx'

type Theme = Preferences['theme']

interface ThemeChoiceProps {
  value: Theme
  onChange: (theme: Theme) => void
}

/** Light, dark, or whichever the device is. */
export function ThemeChoice({ value, onChange }: ThemeChoiceProps) {
  return (
    <RadioGroup
      isLegendHidden
      legend={<Trans>Theme</Trans>}
      value={value}
      onChange={onChange}
      options={[
        {
          value: 'system',
          sign: <Monitor size={16} aria-hidden="true" />,
          words: <Trans>System</Trans>,
        },
        { value: 'light', sign: <Sun size={16} aria-hidden="true" />, words: <Trans>Light</Trans> },
        { value: 'dark', sign: <Moon size={16} aria-hidden="true" />, words: <Trans>Dark</Trans> },
      ]}
    />
  )
}
