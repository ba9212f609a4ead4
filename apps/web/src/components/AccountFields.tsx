import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { PasswordField } from '../ui/PasswordField.tsx'
import { TextField } from '../ui/TextField.tsx'
import type { FieldErrors } from './account-fields.ts'
import { toFaultText } from './fault-texts.ts'

// The fields of the forms about local accounts. Their `autocomplete` is what password managers read.

interface FieldProps {
  errors: FieldErrors
  label?: ReactNode
}

interface EmailFieldProps extends FieldProps {
  /** The address that is most likely meant. */
  known?: string | undefined
}

export function NameField({ errors: { displayName } }: FieldProps) {
  const { t } = useLingui()
  return (
    <TextField
      field="displayName"
      label={<Trans>Display name</Trans>}
      error={displayName && t(toFaultText('displayName', displayName))}
      autoComplete="name"
      maxLength={120}
      required
    />
  )
}

export function EmailField({ errors: { email }, known }: EmailFieldProps) {
  const { t } = useLingui()
  return (
    <TextField
      field="email"
      type="email"
      label={<Trans>E-mail</Trans>}
      error={email && t(toFaultText('email', email))}
      defaultValue={known}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={320}
      required
    />
  )
}

export function CurrentPasswordField({ errors: { password }, label }: FieldProps) {
  const { t } = useLingui()
  return (
    <PasswordField
      field="password"
      label={label ?? <Trans>Password</Trans>}
      error={password && t(toFaultText('password', password))}
      autoComplete="current-password"
      required
    />
  )
}

export function NewPasswordField({ errors: { newPassword }, label }: FieldProps) {
  const { t } = useLingui()
  return (
    <PasswordField
      field="newPassword"
      label={label ?? <Trans>Password</Trans>}
      hint={
        <Trans>15 characters or more, of any kind. A few words that you remember do well.</Trans>
      }
      error={newPassword && t(toFaultText('newPassword', newPassword))}
      autoComplete="new-password"
      required
    />
  )
}

/** Tells a password manager whose password it is, where nobody is asked. */
export function KnownEmail({ email }: { email: string }) {
  return <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
}
