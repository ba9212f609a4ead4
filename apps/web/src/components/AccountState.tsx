import { Trans } from '@lingui/react/macro'
import { Ban, CircleCheck } from 'lucide-react'
import css from './AccountState.module.css'

/** Whether a person can sign in. */
export function AccountState({ isEnabled }: { isEnabled: boolean }) {
  return isEnabled ? (
    <span className={css.enabled}>
      <CircleCheck size={14} aria-hidden="true" />
      <Trans>Enabled</Trans>
    </span>
  ) : (
    <span className={css.disabled}>
      <Ban size={14} aria-hidden="true" />
      <Trans>Disabled</Trans>
    </span>
  )
}
