import type { GroupDocument, GroupDocumentPage, ListGroupDocumentsQuery } from '@vestibule/contract'
import {
  type DriveItem,
  type Graph,
  GraphRequestError,
  getDriveItem,
  getGroupDrive,
  listDriveItems,
} from '@vestibule/graph'
import { AppError } from '../app-error.ts'
import { DEFAULT_TOP } from './directory-groups.ts'
import { toGroupContentError } from './to-group-content-error.ts'
import { toWebUrl } from './to-web-url.ts'

export const GROUP_DOCUMENTS_SCOPES = ['Files.Read.All']

type Folder = NonNullable<GroupDocumentPage['folder']>

/** Each folder above takes a call of its own; a path is at most 400 characters long anyway. */
const MOST_PARENTS = 16

/**
 * One page of a folder of a group's library, and where library and folder are.
 *
 * @throws {AppError} `no_drive`, `not_found`, and `forbidden` in words.
 * @throws {GraphRequestError}
 */
export async function listGroupDocuments(
  graph: Graph,
  groupId: string,
  { folder: folderId, top = DEFAULT_TOP, cursor }: ListGroupDocumentsQuery,
): Promise<GroupDocumentPage> {
  const [drive, folder, children] = await Promise.allSettled([
    getGroupDrive(graph, groupId),
    folderId === undefined ? null : readFolder(graph, groupId, folderId),
    listDriveItems(graph, { groupId, folderId, top, skipToken: cursor }),
  ])
  // All of them fail where there is no library, or none for this person; the first one's answer tells that.
  if (drive.status === 'rejected') throw toGroupContentError(drive.reason, 'no_drive')
  if (folder.status === 'rejected') throw toFolderError(folder.reason)
  if (children.status === 'rejected') throw toFolderError(children.reason)
  return {
    items: children.value.items.map(toDocument),
    nextCursor: children.value.nextSkipToken ?? null,
    folder: folder.value,
    webUrl: toWebUrl(drive.value.webUrl),
  }
}

/** The folder with those it is in; null for the library's own. */
async function readFolder(graph: Graph, groupId: string, itemId: string): Promise<Folder | null> {
  const item = await getDriveItem(graph, { groupId, itemId })
  if (item.root) return null
  if (!item.folder) throw new AppError('not_found', { detail: 'This is a file and no folder.' })
  const path: Folder['path'] = []
  for (let inner = item; hasParent(inner) && path.length < MOST_PARENTS; ) {
    inner = await getDriveItem(graph, { groupId, itemId: inner.parentReference.id })
    path.unshift({ id: inner.id, name: inner.name ?? '' })
  }
  return { id: item.id, name: item.name ?? '', path, webUrl: toWebUrl(item.webUrl) }
}

/** Whether it stands in a folder other than the library's own, whose path ends in `root:`. */
function hasParent(item: DriveItem): item is DriveItem & { parentReference: { id: string } } {
  const { id, path } = item.parentReference ?? {}
  return typeof id === 'string' && typeof path === 'string' && !path.endsWith('root:')
}

function toDocument(item: DriveItem): GroupDocument {
  return {
    id: item.id,
    name: item.name ?? '',
    kind: item.folder ? 'folder' : 'file',
    size: item.size ?? null,
    childCount: item.folder?.childCount ?? null,
    mimeType: item.file?.mimeType ?? null,
    modifiedAt: item.lastModifiedDateTime ?? null,
    modifiedBy: item.lastModifiedBy?.user?.displayName ?? null,
    webUrl: toWebUrl(item.webUrl),
  }
}

function toFolderError(cause: unknown): unknown {
  if (!(cause instanceof GraphRequestError) || cause.failure !== 'not_found') return cause
  return new AppError('not_found', { cause, detail: 'There is no such folder in this group.' })
}
