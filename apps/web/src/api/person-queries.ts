import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client } from './client.ts'
import { toKey, toWanted, type UserList } from './queries.ts'

const FRESH_MS = 60_000
const ENTRIES_A_PAGE = 10

/** How many people there are, by what tells them apart. */
export const usersSummaryQuery = queryOptions({
  queryKey: ['users-summary'],
  queryFn: ({ signal }) => client.summarizeUsers({ signal }),
  staleTime: FRESH_MS,
})

/** Where somebody stands in a list, and who is beside them. The place before stays in sight meanwhile. */
export const userNeighboursQuery = (id: string, list: UserList) =>
  queryOptions({
    queryKey: ['user', id, 'neighbours', toKey(list)],
    queryFn: ({ signal }) => client.getUserNeighbours(id, toWanted(list), { signal }),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  })

/** What somebody belongs to and was given. */
export const membershipsQuery = (id: string) =>
  queryOptions({
    queryKey: ['user', id, 'memberships'],
    queryFn: ({ signal }) => client.getUserMemberships(id, { signal }),
    staleTime: FRESH_MS,
  })

/** When somebody signed in last, by object id: the report knows nobody by another name. */
export const signInActivityQuery = (id: string) =>
  queryOptions({
    queryKey: ['user', id, 'sign-ins'],
    queryFn: ({ signal }) => client.getSignInActivity(id, { signal }),
    staleTime: FRESH_MS,
  })

/** What was done here to somebody, by object id, the newest first. */
export const personAuditQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'of', id],
    queryFn: ({ pageParam: cursor, signal }) =>
      client.listAuditEvents(
        { target: id, top: ENTRIES_A_PAGE, ...(cursor && { cursor }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 5_000,
  })
