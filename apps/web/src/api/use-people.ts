import { useInfiniteQuery, useQueries, useQueryClient } from '@tanstack/react-query'
import type { User, UserPage } from '@vestibule/client'
import { useMemo, useState } from 'react'
import { useSettled } from '../ui/use-settled.ts'
import { joinPages } from './graph-pages.ts'
import { PEOPLE_A_PAGE, type UserList, usersPageQuery, usersQuery } from './queries.ts'

/** What a list has of its people by now. */
export interface People {
  /** How many rows it has, whether their people have come or not. */
  count: number
  /** Who stands in a row, from 0; undefined while they are on their way. */
  getUser: (row: number) => User | undefined
  /** Those that have come. */
  loaded: readonly User[]
  /** How many match, if known. */
  total: number | null
  source: UserPage['source']
  /** When even the oldest of it was so. */
  asOf: string
  /** Pages in sight that did not come, and why. */
  failure: { error: unknown; at: number; onRetry: () => void } | undefined
}

/** The rows in sight, as the pages they are on: `2-3`. */
export type PagesInSight = `${number}-${number}`

/** What flies past is not asked for. */
const SETTLED_MS = 60

/**
 * The people of a list. Where the server keeps them, the pages in sight are fetched by their place, and given
 * up when they are out of sight; where Microsoft is asked, one page leads to the next. `shown` is the list that
 * they are of: the one before, while another one is on its way.
 */
export function usePeople(list: UserList, sight: PagesInSight) {
  const query = useInfiniteQuery(usersQuery(list))
  const queryClient = useQueryClient()
  const shown = useKept(list, !query.isPlaceholderData)
  const pages = query.data?.pages
  const isKept = pages?.[0]?.source === 'mirror'
  const settled = useSettled(sight, SETTLED_MS)
  const skips = toSkips(settled, isKept ? (pages?.length ?? 0) : Number.POSITIVE_INFINITY)
  const results = useQueries({
    queries: skips.map((skip) => ({
      ...usersPageQuery(shown, skip),
      // Of a list that is about to go nothing more is fetched.
      enabled: !query.isPlaceholderData,
    })),
  })

  const came = results.flatMap(({ data }, at) =>
    data ? [{ skip: skips[at] as number, data }] : [],
  )
  const version = results.map(({ dataUpdatedAt }, at) => `${skips[at]} ${dataUpdatedAt}`).join()
  const people = useMemo(() => {
    if (!pages?.[0]) return undefined
    const first = joinPages(pages)
    const all = [...pages, ...came.map(({ data }) => data)]
    const newest = all.reduce((now, page) => (page.asOf > now.asOf ? page : now))
    const total = isKept ? newest.total : (pages[0].total ?? null)
    const getUser = (row: number): User | undefined => {
      if (row < first.length || !isKept) return first[row]
      const skip = row - (row % PEOPLE_A_PAGE)
      const page =
        came.find((one) => one.skip === skip)?.data ??
        queryClient.getQueryData(usersPageQuery(shown, skip).queryKey)
      return page?.items[row - skip]
    }
    return {
      count: isKept ? (total ?? first.length) : first.length,
      getUser,
      loaded: [...first, ...came.flatMap(({ data }) => data.items)],
      total,
      source: pages[0].source,
      asOf: all.map((page) => page.asOf).sort()[0] ?? newest.asOf,
    }
    // The version stands for what came.
  }, [pages, version, shown, queryClient])

  const failed = results.filter(({ error, data, isFetching }) => error && !data && !isFetching)
  const failure = failed[0] && {
    error: failed[0].error,
    at: failed[0].errorUpdatedAt,
    onRetry: () => {
      for (const { refetch } of failed) void refetch()
    },
  }
  return { query, shown, people: people && { ...people, failure } }
}

/** A value as it was when it last counted. */
function useKept<Value>(value: Value, counts: boolean): Value {
  const [kept, setKept] = useState(value)
  if (!counts || kept === value || JSON.stringify(kept) === JSON.stringify(value)) return kept
  setKept(value)
  return value
}

/** Where the pages in sight begin, but for those that came at first. */
function toSkips(sight: PagesInSight, firstPages: number): number[] {
  const [from = 0, to = 0] = sight.split('-').map(Number)
  const count = Math.max(0, to - Math.max(from, firstPages) + 1)
  return Array.from({ length: count }, (_, at) => (to - count + 1 + at) * PEOPLE_A_PAGE)
}
