import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { SetupPermission } from '@vestibule/client'
import { CircleCheck, CircleQuestionMark, CircleX, type LucideIcon } from 'lucide-react'
import css from './SetupPermissionRow.module.css'
import { SetupSteps } from './SetupSteps.tsx'
import { type PermissionState, toPermissionState } from './setup-state.ts'

const ICONS: Record<PermissionState['verdict'], LucideIcon> = {
  there: CircleCheck,
  missing: CircleX,
  unknown: CircleQuestionMark,
}

const ADVICE: Record<NonNullable<PermissionState['advice']>, MessageDescriptor> = {
  sign_in: msg`Sign out and in again to be asked for it, or grant admin consent for everybody.`,
  use: msg`Open the page that needs it and give consent for yourself, or grant admin consent for everybody.`,
  consent: msg`Grant admin consent: nobody can give this one for themselves alone.`,
  consent_again: msg`Consent was given, yet Microsoft refuses the call: it may take some minutes, or it was withdrawn since. Check again, then grant admin consent once more.`,
  credential: msg`Microsoft does not take the application’s credential. Register a new one; consent does not help here.`,
  wait: msg`Nothing is known to be wrong. Wait a little, then check again.`,
}

/** A permission, how far it is known to be there, and what to do where it is not. */
export function SetupPermissionRow({ permission }: { permission: SetupPermission }) {
  const { t } = useLingui()
  const state = toPermissionState(permission)
  const Icon = ICONS[state.verdict]
  return (
    <li className={css.row}>
      <Icon size={18} className={css[state.verdict]} aria-hidden="true" />
      <div className={css.words}>
        <p className={css.head}>
          <code className={css.name}>{permission.name}</code>
          <span className={css.quiet}>
            {permission.kind === 'delegated' ? (
              <Trans>acts as the person who is signed in</Trans>
            ) : (
              <Trans>acts as Vestibule itself</Trans>
            )}
          </span>
        </p>
        <SetupSteps permission={permission} state={state} />
        {state.advice && <p>{t(ADVICE[state.advice])}</p>}
      </div>
    </li>
  )
}
