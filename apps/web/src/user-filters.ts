/** What the list of people can be narrowed by. A filter is `field:value`, as the API takes it. */

const VALUES = {
  accountEnabled: ['true', 'false'],
  userType: ['Member', 'Guest'],
  onPremisesSyncEnabled: ['true', 'false'],
  // Any text.
  department: undefined,
  jobTitle: undefined,
  // A day.
  createdAfter: undefined,
  createdBefore: undefined,
} as const

const DATES: readonly string[] = ['createdAfter', 'createdBefore']
const DAY = /^\d{4}-\d{2}-\d{2}$/

export type FilterField = keyof typeof VALUES
export type UserFilter = `${FilterField}:${string}`

/** In the order in which they are offered. */
export const FILTER_FIELDS = [
  'department',
  'jobTitle',
  'accountEnabled',
  'userType',
  'onPremisesSyncEnabled',
  'createdAfter',
  'createdBefore',
] as const satisfies readonly FilterField[]

/** The filters that a press on a button sets. */
export function toPresets(now: Date): UserFilter[] {
  return ['accountEnabled:false', 'userType:Guest', 'onPremisesSyncEnabled:true', toThisWeek(now)]
}

/** Whoever was created since Monday. */
export function toThisWeek(now: Date): UserFilter {
  const daysSinceMonday = (now.getDay() + 6) % 7
  const monday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysSinceMonday, 12)
  const [year, month, day] = [monday.getFullYear(), monday.getMonth() + 1, monday.getDate()]
  return `createdAfter:${year}-${toTwoDigits(month)}-${toTwoDigits(day)}`
}

function toTwoDigits(number: number): string {
  return String(number).padStart(2, '0')
}

/** As long as the API takes: the field, the colon and the value. */
const LONGEST_FILTER = 300

/** The values that a field can have, unless it holds any text. */
export function toFilterValues(field: FilterField): readonly string[] | undefined {
  return VALUES[field]
}

/** Whether a field takes a day. */
export function isDateField(field: FilterField): boolean {
  return DATES.includes(field)
}

/** How many characters a value of this field may have. */
export function toLongestValue(field: FilterField): number {
  return LONGEST_FILTER - field.length - 1
}

export function toFilter(field: FilterField, value: string): UserFilter {
  return `${field}:${value.trim().slice(0, toLongestValue(field))}`
}

export function fromFilter(filter: UserFilter): { field: FilterField; value: string } {
  const colon = filter.indexOf(':')
  return { field: filter.slice(0, colon) as FilterField, value: filter.slice(colon + 1) }
}

/**
 * Reads what stands in an address; what it does not know it leaves out. Filters narrow each other,
 * and nobody is of two departments: of one field the last one counts.
 */
export function readFilters(raw: unknown): UserFilter[] {
  const given: unknown[] = Array.isArray(raw) ? raw : [raw]
  return given.filter(isFilter).reduce<UserFilter[]>(withFilter, [])
}

/** Adds a filter, in place of another one of the same field. */
export function withFilter(filters: readonly UserFilter[], added: UserFilter): UserFilter[] {
  const { field } = fromFilter(added)
  return [...filters.filter((filter) => fromFilter(filter).field !== field), added]
}

export function withoutFilter(filters: readonly UserFilter[], removed: UserFilter): UserFilter[] {
  return filters.filter((filter) => filter !== removed)
}

function isFilter(raw: unknown): raw is UserFilter {
  if (typeof raw !== 'string' || raw.length > LONGEST_FILTER) return false
  const colon = raw.indexOf(':')
  const field = raw.slice(0, colon)
  const value = raw.slice(colon + 1)
  if (colon < 0 || !Object.hasOwn(VALUES, field)) return false
  if (DATES.includes(field)) return DAY.test(value) && !Number.isNaN(Date.parse(value))
  const values = toFilterValues(field as FilterField)
  return values ? values.includes(value) : value.trim() !== ''
}
