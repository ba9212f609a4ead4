import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { AccountField, FieldFault } from './account-fields.ts'

const MISSING: Record<AccountField, MessageDescriptor> = {
  displayName: msg`Enter the name that others see.`,
  email: msg`Enter your e-mail address.`,
  password: msg`Enter your password.`,
  newPassword: msg`Choose a password.`,
}

const FAULTS: Record<Exclude<FieldFault, 'missing'>, MessageDescriptor> = {
  'no-address': msg`This is not an e-mail address.`,
  taken: msg`There is an account with this address already. Sign in with it, or use another address.`,
  'too-short': msg`Use 15 characters or more.`,
  'too-long': msg`Use 1,000 characters or fewer.`,
  'same-as-address': msg`Use something else than your address.`,
  listed: msg`This password is on lists that attackers try first. Choose another one.`,
  wrong: msg`The password is not right, or it was tried too often.`,
}

/** What to say of a field. */
export function toFaultText(field: AccountField, fault: FieldFault): MessageDescriptor {
  return fault === 'missing' ? MISSING[field] : FAULTS[fault]
}
