import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ListUsersQuery } from '@vestibule/client'
import { client } from './client.ts'

export type UserOrder = NonNullable<ListUsersQuery['orderBy']>

/** What a page of people asks for. */
export interface UserList {
  search: string
  orderBy: UserOrder
}

const PEOPLE_A_PAGE = 100

/**
 * The signed-in person. From what sign-in stored, so it changes rarely; a minute lets the tab notice,
 * when it is looked at again, that the session ended elsewhere.
 */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => client.getMe({ signal }),
  staleTime: 60_000,
})

/** What the tokens say. They are renewed in the background, a few times an hour. */
export const tokenClaimsQuery = queryOptions({
  queryKey: ['token-claims'],
  queryFn: ({ signal }) => client.getTokenClaims({ signal }),
  staleTime: 60_000,
})

/**
 * The people who match, page by page. A minute, so that going back to a list does not ask Graph for
 * every page again; nor does looking at the tab again.
 */
export const usersQuery = ({ search, orderBy }: UserList) =>
  infiniteQueryOptions({
    queryKey: ['users', { search, orderBy }],
    queryFn: ({ pageParam: cursor, signal }) =>
      client.listUsers(
        { top: PEOPLE_A_PAGE, orderBy, ...(search && { search }), ...(cursor && { cursor }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })
