import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ListUsersQuery } from '@vestibule/client'
import { toSelection } from '../to-selection.ts'
import { toIdleMs } from '../ui/last-input.ts'
import type { UserFilter } from '../user-filters.ts'
import { backgroundClient, client } from './client.ts'
import { toNextCursor, toPlace } from './graph-pages.ts'

export type UserOrder = NonNullable<ListUsersQuery['orderBy']>

/** What a page of people asks for. */
export interface UserList {
  search: string
  filter: readonly UserFilter[]
  orderBy: UserOrder
  /** Microsoft is asked, whatever is kept on the server. */
  isLive?: boolean
}

export const PEOPLE_A_PAGE = 100
const PAGE_KEPT_MS = 10_000
const FRESH_MS = 60_000
/** Reading a list again reads each of its pages, one after the other: a long one is kept longer. */
const LONG_LIST_PAGES = 3
const LONG_LIST_FRESH_MS = 10 * 60_000

/**
 * The signed-in person. From what sign-in stored, so it changes rarely; a minute lets the tab notice,
 * when it is looked at again, that the session ended elsewhere.
 */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => client.getMe({ signal }),
  staleTime: 60_000,
})

/** What the tokens say, in the page's language. They are renewed in the background, a few times an hour. */
export const tokenClaimsQuery = (language: string) =>
  queryOptions({
    queryKey: ['token-claims', language],
    queryFn: ({ signal }) => client.getTokenClaims({ signal, language }),
    staleTime: 60_000,
  })

/**
 * The people who match, page by page; of those that are kept on the server only the first page comes this
 * way, see `usersPageQuery`. A minute, so that going back to a list does not ask Graph for every page
 * again; nor does looking at the tab again.
 */
export const usersQuery = (list: UserList) =>
  infiniteQueryOptions({
    queryKey: ['users', toKey(list)],
    queryFn: ({ pageParam: cursor, signal }) =>
      toClient().listUsers(
        { top: PEOPLE_A_PAGE, ...toWanted(list), ...toPlace(cursor) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: toNextCursor,
    placeholderData: keepPreviousData,
    staleTime: ({ state }) =>
      (state.data?.pages.length ?? 0) > LONG_LIST_PAGES ? LONG_LIST_FRESH_MS : FRESH_MS,
    // What the server keeps costs Microsoft nothing, and the list says of when it is.
    refetchInterval: ({ state: { data } }) =>
      data?.pages.length === 1 && data.pages[0]?.source === 'mirror' ? FRESH_MS : false,
    refetchOnWindowFocus: false,
  })

/**
 * A page in the middle of a list that the server keeps. Forgotten soon when it is out of sight: a walk
 * through a hundred thousand people must not fill the memory.
 */
export const usersPageQuery = (list: UserList, skip: number) =>
  queryOptions({
    queryKey: ['users-page', toKey(list), skip],
    queryFn: ({ signal }) =>
      toClient().listUsers({ top: PEOPLE_A_PAGE, ...toWanted(list), skip }, { signal }),
    staleTime: FRESH_MS,
    gcTime: PAGE_KEPT_MS,
    refetchInterval: ({ state: { data } }) => (data === undefined ? false : FRESH_MS),
    refetchOnWindowFocus: false,
  })

/** How many people there are where only some are listed, of those that the server keeps. */
export const everybodyQuery = queryOptions({
  queryKey: ['users-total'],
  queryFn: async ({ signal }) => (await client.listUsers({ top: 1 }, { signal })).total,
  staleTime: FRESH_MS,
})

/** Lists as the person wants to come back to them. */
export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => client.listViews({ signal }),
  staleTime: 5_000,
})

/** What names a list among others. */
export function toKey({ search, filter, orderBy, isLive = false }: UserList) {
  return { search, filter, orderBy, isLive }
}

/** A list as the API is asked for it. */
export function toWanted({ orderBy, ...list }: UserList) {
  return { orderBy, ...toSelection(list) }
}

/**
 * Where the person is signed in. Read anew whenever it is looked at; the seconds only keep the page
 * from asking again for what its loader has just brought.
 */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => client.listSessions({ signal }),
  staleTime: 5_000,
})

const SETUP_AGAIN_MS = 30_000
/** What is read so long after the page was last touched, nobody has asked for. */
const UNATTENDED_MS = 10_000

/** What the organisation allows, proved by calls that the server makes for each answer. Kept true while it is in sight. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => toClient().getSetup({ signal }),
  staleTime: 5_000,
  refetchInterval: ({ state }) => (state.data === undefined ? false : SETUP_AGAIN_MS),
})

/** One person, by object id or user principal name. */
export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['user', id],
    queryFn: ({ signal }) => client.getUser(id, { signal }),
    staleTime: FRESH_MS,
  })

/** What is read in the background while nobody is there is no use of the session. */
function toClient() {
  return toIdleMs() < UNATTENDED_MS ? client : backgroundClient
}
