import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { formatDay } from '../ui/format-time.ts'
import { type FilterField, fromFilter, toThisWeek, type UserFilter } from '../user-filters.ts'

/** What a field is called where a filter is chosen. */
export const FIELD_TEXTS: Record<FilterField, MessageDescriptor> = {
  department: msg`Department`,
  jobTitle: msg`Job title`,
  accountEnabled: msg`Account`,
  userType: msg`Type`,
  onPremisesSyncEnabled: msg`Synced from AD`,
  createdAfter: msg`Created since`,
  createdBefore: msg`Created before`,
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
  const day = field.startsWith('created') ? toDay(value) : ''
  switch (field) {
    case 'department':
      return msg`Department: ${value}`
    case 'jobTitle':
      return msg`Job title: ${value}`
    case 'createdAfter':
      if (filter === toThisWeek(new Date())) return msg`Created this week`
      return msg`Created since ${day}`
    case 'createdBefore':
      return msg`Created before ${day}`
    default:
      return WHOLE_TEXTS[filter] ?? msg`Filter`
  }
}

/** A day as the reader writes it; of the calendar, in whatever zone they are. */
function toDay(value: string): string {
  return formatDay(Date.parse(`${value}T12:00`), i18n.locale)
}
