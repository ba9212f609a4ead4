import type {
  Conversation as GraphConversation,
  Drive as GraphDrive,
  DriveItem as GraphDriveItem,
} from '@microsoft/microsoft-graph-types'
import type { Graph } from './create-graph.ts'
import { readCollection } from './read-collection.ts'
import { toEntity } from './to-entity.ts'

const ITEM = [
  'id',
  'name',
  'size',
  'webUrl',
  'file',
  'folder',
  'root',
  'parentReference',
  'lastModifiedDateTime',
  'lastModifiedBy',
] as const satisfies (keyof GraphDriveItem)[]

const CONVERSATION = [
  'id',
  'topic',
  'preview',
  'lastDeliveredDateTime',
  'hasAttachments',
  'uniqueSenders',
] as const satisfies (keyof GraphConversation)[]

export type Drive = Pick<GraphDrive, 'webUrl'> & { id: string }
/** `folder` or `file` says which it is; `root` stands in the library's own folder alone. */
export type DriveItem = Pick<GraphDriveItem, (typeof ITEM)[number]> & { id: string }
export type ListedConversation = Pick<GraphConversation, (typeof CONVERSATION)[number]> & {
  id: string
}

/**
 * A group's document library.
 * Source: https://learn.microsoft.com/graph/api/drive-get
 *
 * @param groupId object id
 * @throws {GraphRequestError} `not_found` where the group has none, and where there is no group: then with
 * the code `Request_ResourceNotFound`, which is the directory's and not SharePoint's.
 */
export async function getGroupDrive(graph: Graph, groupId: string): Promise<Drive> {
  return toEntity<Drive>(await graph.get(toPath(groupId, 'drive'), { $select: 'id,webUrl' }))
}

/**
 * One file or folder of a group's library.
 * Source: https://learn.microsoft.com/graph/api/driveitem-get
 *
 * @param itemId as SharePoint names it. A caller must not let slashes or dots in.
 * @throws {GraphRequestError}
 */
export async function getDriveItem(
  graph: Graph,
  { groupId, itemId }: { groupId: string; itemId: string },
): Promise<DriveItem> {
  const path = toPath(groupId, `drive/items/${encodeURIComponent(itemId)}`)
  return toEntity<DriveItem>(await graph.get(path, { $select: ITEM.join(',') }))
}

interface ItemsQuery {
  groupId: string
  /** Undefined for the library's own folder. */
  folderId?: string | undefined
  top: number
  /** `nextSkipToken` of the page before, with the same query. */
  skipToken?: string | undefined
}

/**
 * One page of what is in a folder, by name.
 * Source: https://learn.microsoft.com/graph/api/driveitem-list-children
 *
 * @throws {GraphRequestError}
 */
export async function listDriveItems(graph: Graph, query: ItemsQuery) {
  const { groupId, folderId, top, skipToken } = query
  const folder = folderId === undefined ? 'root' : `items/${encodeURIComponent(folderId)}`
  const body = await graph.get(toPath(groupId, `drive/${folder}/children`), {
    $select: ITEM.join(','),
    $orderby: 'name',
    $top: String(top),
    ...(skipToken && { $skiptoken: skipToken }),
  })
  const page = readCollection<DriveItem>(body, skipToken)
  return { items: page.value, nextSkipToken: page.skipToken }
}

/**
 * One page of what the members of a group write to each other, newest first, which is Exchange's own order.
 * Source: https://learn.microsoft.com/graph/api/group-list-conversations
 *
 * @param query.skip `nextSkip` of the page before
 * @throws {GraphRequestError}
 */
export async function listConversations(
  graph: Graph,
  { groupId, top, skip }: { groupId: string; top: number; skip?: number | undefined },
) {
  const body = await graph.get(toPath(groupId, 'conversations'), {
    $select: CONVERSATION.join(','),
    $top: String(top),
    ...(skip !== undefined && { $skip: String(skip) }),
  })
  const page = readCollection<ListedConversation>(body)
  return { conversations: page.value, nextSkip: page.skip }
}

function toPath(groupId: string, rest: string): string {
  return `/groups/${encodeURIComponent(groupId)}/${rest}`
}
