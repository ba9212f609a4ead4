import type { UserFilter } from './user-filters.ts'

interface Selecting {
  search: string
  filter: readonly UserFilter[]
  isLive?: boolean | undefined
}

/** Whom a list is of, as the API is told. */
export function toSelection({ search, filter, isLive }: Selecting) {
  return {
    ...(search && { search }),
    ...(filter.length > 0 && { filter: [...filter] }),
    ...(isLive && { source: 'graph' as const }),
  }
}
