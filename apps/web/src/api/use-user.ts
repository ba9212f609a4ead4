import {
  type InfiniteData,
  type QueryClient,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { User, UserPage } from '@vestibule/client'
import { useState } from 'react'
import { userQuery } from './queries.ts'

/**
 * One person, and what a list has already told of them: it stands in until the rest has come, and it
 * is what there is if the rest does not come.
 */
export function useUser(id: string) {
  const queryClient = useQueryClient()
  const [listed] = useState(() => findListedUser(queryClient, id))
  return { listed, query: useQuery({ ...userQuery(id), placeholderData: () => listed }) }
}

function findListedUser(queryClient: QueryClient, id: string): User | undefined {
  const lists = queryClient
    .getQueriesData<InfiniteData<UserPage>>({ queryKey: ['users'] })
    .flatMap(([, data]) => data?.pages ?? [])
  const pages = queryClient
    .getQueriesData<UserPage>({ queryKey: ['users-page'] })
    .flatMap(([, data]) => data ?? [])
  return [...lists, ...pages].flatMap(({ items }) => items).find((user) => user.id === id)
}
