import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { UserBatchItem } from '@vestibule/client'
import { type BatchOutcome, OUTCOME_GROUPS } from '../batch-outcomes.ts'
import { backgroundClient, client } from './client.ts'

const ITEMS_A_PAGE = 250
/** How many pages are read again while a batch runs; of more, what comes of them is read at its end. */
const MOST_LIVE_PAGES = 3
const LIVE_MS = 1_500

/** The organisation's batches, page by page. They change by themselves, so what was read ages at once. */
export const batchesQuery = infiniteQueryOptions({
  queryKey: ['batches'],
  queryFn: ({ pageParam: cursor, signal }) =>
    client.listUserBatches(cursor ? { cursor } : {}, { signal }),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
  staleTime: 5_000,
})

/** How far a batch has come. Watching it is no use of the session. */
export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['batch', id],
    queryFn: ({ signal }) => backgroundClient.getUserBatch(id, { signal }),
    staleTime: 5_000,
  })

/** Where a page of accounts begins: in which group of outcomes, and after whom of it. */
interface Place {
  group: number
  cursor: string
}

interface ItemPage {
  items: readonly UserBatchItem[]
  next: Place | null
}

/** The accounts of a batch, of one outcome or all; then those that have to be looked at come first. */
export const batchItemsQuery = (
  id: string,
  outcome: BatchOutcome | undefined,
  isRunning: boolean,
) => {
  const groups: readonly (readonly BatchOutcome[])[] = outcome ? [[outcome]] : OUTCOME_GROUPS
  return infiniteQueryOptions({
    queryKey: ['batch-items', id, outcome ?? 'all'],
    queryFn: ({ pageParam, signal }) => readItemPage(id, groups, { from: pageParam, signal }),
    initialPageParam: { group: 0, cursor: '' },
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) =>
      isRunning && (state.data?.pages.length ?? 0) <= MOST_LIVE_PAGES ? LIVE_MS : false,
  })
}

/** One page: where a group ends in it, the next one begins. */
async function readItemPage(
  id: string,
  groups: readonly (readonly BatchOutcome[])[],
  { from, signal }: { from: Place; signal: AbortSignal },
): Promise<ItemPage> {
  const items: UserBatchItem[] = []
  let place: Place | null = from
  while (place !== null && items.length < ITEMS_A_PAGE) {
    const { group, cursor }: Place = place
    const page = await backgroundClient.listUserBatchItems(
      id,
      {
        outcome: [...(groups[group] ?? [])],
        top: ITEMS_A_PAGE - items.length,
        ...(cursor && { cursor }),
      },
      { signal },
    )
    items.push(...page.items)
    if (page.nextCursor !== null) place = { group, cursor: page.nextCursor }
    else place = group < groups.length - 1 ? { group: group + 1, cursor: '' } : null
  }
  return { items, next: place }
}

/** Who did what to whom, page by page. */
export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  queryFn: ({ pageParam: cursor, signal }) =>
    client.listAuditEvents(cursor ? { cursor } : {}, { signal }),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
  staleTime: 5_000,
})
