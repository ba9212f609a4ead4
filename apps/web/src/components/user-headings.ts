import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { UserColumn } from './users-columns.ts'

export const USER_HEADINGS: Record<UserColumn, MessageDescriptor> = {
  displayName: msg`Name`,
  userPrincipalName: msg`User principal name`,
  mail: msg`Mail`,
  givenName: msg`Given name`,
  surname: msg`Surname`,
  jobTitle: msg`Job title`,
  department: msg`Department`,
  userType: msg`Type`,
  accountEnabled: msg`Account`,
  onPremisesSyncEnabled: msg`Synced from AD`,
  createdAt: msg`Created`,
}
