import { Trans } from '@lingui/react/macro'
import { useSingleKeys } from '../single-keys.ts'
import { CheckField } from '../ui/CheckField.tsx'

/** Whether single keys do something by themselves, on this device. */
export function KeyboardChoice() {
  const [isOn, setIsOn] = useSingleKeys()
  return (
    <CheckField
      label={<Trans>Single keys do something</Trans>}
      hint={
        <Trans>
          In the list of people, such as / for the search and x to select; ? shows them all. Switch
          them off if you dictate, or press keys by mistake. This device alone remembers it.
        </Trans>
      }
      isChecked={isOn}
      onChange={setIsOn}
    />
  )
}
