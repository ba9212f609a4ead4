import {
  type InfiniteData,
  type QueryClient,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { Group, GroupPage } from '@vestibule/client'
import { useState } from 'react'
import { groupQuery } from './group-queries.ts'

/** One group; what a list has already told of it stands in until it has been read anew. */
export function useGroup(id: string) {
  const queryClient = useQueryClient()
  const [listed] = useState(() => findListedGroup(queryClient, id))
  return useQuery({ ...groupQuery(id), placeholderData: () => listed })
}

function findListedGroup(queryClient: QueryClient, id: string): Group | undefined {
  return queryClient
    .getQueriesData<InfiniteData<GroupPage>>({ queryKey: ['groups'] })
    .flatMap(([, data]) => data?.pages ?? [])
    .flatMap(({ items }) => items)
    .find((group) => group.id === id)
}
