import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { type FilterField, fromFilter, type UserFilter } from '../user-filters.ts'

/** What a field is called where a filter is chosen. */
export const FIELD_TEXTS: Record<FilterField, MessageDescriptor> = {
  department: msg`Department`,
  jobTitle: msg`Job title`,
  accountEnabled: msg`Account`,
  userType: msg`Type`,
  onPremisesSyncEnabled: msg`Synced from AD`,
}

/** What a value is called under its field, for the fields that have a few known ones. */
export const VALUE_TEXTS: Partial<Record<FilterField, Record<string, MessageDescriptor>>> = {
  accountEnabled: { true: msg`Enabled`, false: msg`Disabled` },
  userType: { Member: msg`Member`, Guest: msg`Guest` },
  onPremisesSyncEnabled: { true: msg`Yes`, false: msg`No` },
}

const WHOLE_TEXTS: Record<string, MessageDescriptor> = {
  'accountEnabled:true': msg`Enabled`,
  'accountEnabled:false': msg`Disabled`,
  'userType:Member': msg`Members`,
  'userType:Guest': msg`Guests`,
  'onPremisesSyncEnabled:true': msg`Synced from AD`,
  'onPremisesSyncEnabled:false': msg`Not synced from AD`,
}

/** What a filter is called by itself, such as "Guests" or "Department: Maths". */
export function toFilterText(filter: UserFilter): MessageDescriptor {
  const { field, value } = fromFilter(filter)
  switch (field) {
    case 'department':
      return msg`Department: ${value}`
    case 'jobTitle':
      return msg`Job title: ${value}`
    default:
      return WHOLE_TEXTS[filter] ?? msg`Filter`
  }
}
