import { read } from '../answer.ts'
import type { Connection } from '../connection.ts'
import { listAll } from '../list-all.ts'
import type {
  CallOptions,
  Group,
  GroupConversation,
  GroupConversationPage,
  GroupDocument,
  GroupDocumentPage,
  GroupMember,
  GroupMemberPage,
  GroupPage,
  Query,
} from '../models.ts'

type Groups = Query<'listGroups'>
type Members = Query<'listGroupMembers'>
type Documents = Query<'listGroupDocuments'>
type Conversations = Query<'listGroupConversations'>
type All<Item> = AsyncGenerator<Item, void, undefined>

/** The groups of the organisation, and what they have. */
export function createGroupCalls({ http }: Connection) {
  const calls = {
    /** One page of the groups. */
    listGroups: (query: Groups = {}, call: CallOptions = {}): Promise<GroupPage> =>
      read(http.GET('/api/groups', { params: { query }, ...call })),
    /** All groups, page after page; `top` is the size of a page. */
    listAllGroups: (query: Groups = {}, call: CallOptions = {}): All<Group> =>
      listAll((page: Groups) => calls.listGroups(page, call), query, call.signal),
    /** One group, by object id. */
    getGroup: (id: string, call: CallOptions = {}): Promise<Group> =>
      read(http.GET('/api/groups/{id}', { params: { path: { id } }, ...call })),
    /** One page of a group's direct members. */
    listGroupMembers: (
      id: string,
      query: Members = {},
      call: CallOptions = {},
    ): Promise<GroupMemberPage> =>
      read(http.GET('/api/groups/{id}/members', { params: { path: { id }, query }, ...call })),
    /** All direct members, page after page. */
    listAllGroupMembers: (
      id: string,
      query: Members = {},
      call: CallOptions = {},
    ): All<GroupMember> =>
      listAll((page: Members) => calls.listGroupMembers(id, page, call), query, call.signal),
    /** One page of a folder of a group's library; people only. */
    listGroupDocuments: (
      id: string,
      query: Documents = {},
      call: CallOptions = {},
    ): Promise<GroupDocumentPage> =>
      read(http.GET('/api/groups/{id}/documents', { params: { path: { id }, query }, ...call })),
    /** All that is in a folder, page after page. */
    listAllGroupDocuments: (
      id: string,
      query: Documents = {},
      call: CallOptions = {},
    ): All<GroupDocument> =>
      listAll((page: Documents) => calls.listGroupDocuments(id, page, call), query, call.signal),
    /** One page of a group's conversations; people only. */
    listGroupConversations: (
      id: string,
      query: Conversations = {},
      call: CallOptions = {},
    ): Promise<GroupConversationPage> =>
      read(
        http.GET('/api/groups/{id}/conversations', { params: { path: { id }, query }, ...call }),
      ),
    /** All conversations, page after page. */
    listAllGroupConversations: (
      id: string,
      query: Conversations = {},
      call: CallOptions = {},
    ): All<GroupConversation> =>
      listAll(
        (page: Conversations) => calls.listGroupConversations(id, page, call),
        query,
        call.signal,
      ),
  }
  return calls
}
