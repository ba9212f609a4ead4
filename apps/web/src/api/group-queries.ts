import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import { type GroupSearch, type GroupsSearch, toGroupPart } from '../groups-search.ts'
import { client } from './client.ts'
import { toNextCursor, toPlace } from './graph-pages.ts'

const FRESH_MS = 60_000
const MEMBERS_A_PAGE = 50
const CONVERSATIONS_A_PAGE = 20

/** What the lists have in common. A list is long and changes seldom: a look at the tab reads none again. */
const list = {
  initialPageParam: '',
  getNextPageParam: toNextCursor,
  staleTime: FRESH_MS,
  refetchOnWindowFocus: false,
}

/** The groups that match, page by page. */
export const groupsQuery = ({ search, kind }: GroupsSearch) =>
  infiniteQueryOptions({
    ...list,
    queryKey: ['groups', { search, kind }],
    queryFn: ({ pageParam: cursor, signal }) =>
      client.listGroups(
        { ...(search && { search }), ...(kind && { kind }), ...toPlace(cursor) },
        { signal },
      ),
    placeholderData: keepPreviousData,
  })

/** One group, by object id. */
export const groupQuery = (id: string) =>
  queryOptions({
    queryKey: ['group', id],
    queryFn: ({ signal }) => client.getGroup(id, { signal }),
    staleTime: FRESH_MS,
  })

/** Who is in a group, page by page. */
export const groupMembersQuery = (id: string) =>
  infiniteQueryOptions({
    ...list,
    queryKey: ['group-members', id],
    queryFn: ({ pageParam: cursor, signal }) =>
      client.listGroupMembers(id, { top: MEMBERS_A_PAGE, ...toPlace(cursor) }, { signal }),
  })

/** What is in a folder of a group's library, page by page. */
export const groupDocumentsQuery = (id: string, folder: string | undefined) =>
  infiniteQueryOptions({
    ...list,
    queryKey: ['group-documents', id, folder ?? 'root'],
    queryFn: ({ pageParam: cursor, signal }) =>
      client.listGroupDocuments(id, { ...(folder && { folder }), ...toPlace(cursor) }, { signal }),
  })

/** What the members of a group wrote to each other, page by page. */
export const groupConversationsQuery = (id: string) =>
  infiniteQueryOptions({
    ...list,
    queryKey: ['group-conversations', id],
    queryFn: ({ pageParam: cursor, signal }) =>
      client.listGroupConversations(
        id,
        { top: CONVERSATIONS_A_PAGE, ...toPlace(cursor) },
        { signal },
      ),
  })

/** Starts what the address of a group shows, and nothing else: each part needs a permission of its own. */
export function prefetchGroupPart(queryClient: QueryClient, id: string, search: GroupSearch): void {
  const part = toGroupPart(search)
  if (part === 'members') void queryClient.prefetchInfiniteQuery(groupMembersQuery(id))
  if (part === 'documents') {
    void queryClient.prefetchInfiniteQuery(groupDocumentsQuery(id, search.folder))
  }
  if (part === 'conversations') void queryClient.prefetchInfiniteQuery(groupConversationsQuery(id))
}
