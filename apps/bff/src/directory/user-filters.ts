import { USER_FILTER_FIELDS, type UserFilterField } from '@vestibule/contract'
import type { UsersQuery } from '@vestibule/graph'
import type { MirrorFilter } from '@vestibule/store'
import { AppError } from '../app-error.ts'

/**
 * Reads `field:value`, split at the first colon, from the contract's list: no OData from outside.
 *
 * @throws {AppError} `invalid_request`, naming the field.
 */
export function readUserFilters(filter: readonly string[]): MirrorFilter[] {
  return filter.map(readFilter)
}

function readFilter(text: string): MirrorFilter {
  const [field, ...rest] = text.split(':')
  const value = rest.join(':')
  if (!isFilterField(field) || value === '') {
    const fields = Object.keys(USER_FILTER_FIELDS).join(', ')
    throw refuse(`"${text}" is not a filter: it must be field:value with one of ${fields}.`)
  }
  switch (field) {
    case 'accountEnabled':
    case 'onPremisesSyncEnabled':
      if (value !== 'true' && value !== 'false') {
        throw refuse(`${field} must be true or false, not "${value}".`)
      }
      return { field, value: value === 'true' }
    case 'createdAfter':
    case 'createdBefore':
      return { field, value: toInstant(field, value) }
    default:
      return { field, value }
  }
}

const DAY_OR_INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2}))?$/

/** A day begins at midnight UTC. */
function toInstant(field: string, value: string): string {
  const instant = DAY_OR_INSTANT.test(value) ? new Date(value) : new Date(Number.NaN)
  const isDay = value.length > 10 || instant.toJSON()?.startsWith(value)
  if (Number.isNaN(instant.getTime()) || !isDay) {
    throw refuse(`${field} must be a day such as 2026-11-22 or an instant, not "${value}".`)
  }
  return instant.toISOString()
}

/** The same as Graph takes them. */
export function toGraphFilters(filters: readonly MirrorFilter[]): UsersQuery['filters'] {
  return filters.map((filter) => {
    switch (filter.field) {
      case 'createdAfter':
        return { property: 'createdDateTime', operator: 'ge', instant: filter.value }
      case 'createdBefore':
        return { property: 'createdDateTime', operator: 'lt', instant: filter.value }
      default:
        return { property: filter.field, value: filter.value }
    }
  })
}

function isFilterField(field: string | undefined): field is UserFilterField {
  return field !== undefined && Object.hasOwn(USER_FILTER_FIELDS, field)
}

function refuse(message: string) {
  return new AppError('invalid_request', { detail: message, errors: [{ path: 'filter', message }] })
}
