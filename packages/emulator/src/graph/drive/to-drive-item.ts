import { createHash } from 'node:crypto'
import type { Drive, DriveItem } from '../../world/group-content.ts'

function listParents({ parent }: DriveItem): DriveItem[] {
  return parent === undefined ? [] : [...listParents(parent), parent]
}

/** Names from the root down, without the root's own. */
function toPath(item: DriveItem): string {
  return [...listParents(item), item]
    .slice(1)
    .map(({ name }) => `/${encodeURIComponent(name)}`)
    .join('')
}

function toTag({ id }: DriveItem, kind: string): string {
  const [, a = '', b = '', c = '', d = '', e = ''] =
    /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(createHash('md5').update(id).digest('hex')) ?? []
  return `"${kind}{${[a, b, c, d, e].join('-').toUpperCase()}},1"`
}

function toParentReference(drive: Drive, { parent }: DriveItem): Record<string, unknown> {
  const place = { driveType: 'documentLibrary', driveId: drive.id }
  if (parent === undefined) return place
  const path = `/drives/${drive.id}/root:${toPath(parent)}`
  return { ...place, id: parent.id, name: parent.parent && parent.name, path }
}

/** A file or a folder with Graph's keys. https://learn.microsoft.com/graph/api/resources/driveitem */
export function toDriveItem(drive: Drive, item: DriveItem): Record<string, unknown> {
  const { id, name, size, children, createdDateTime, lastModifiedDateTime, modifiedBy } = item
  const by = { user: { displayName: modifiedBy } }
  return {
    createdDateTime,
    eTag: toTag(item, ''),
    id,
    lastModifiedDateTime,
    name,
    webUrl: drive.webUrl + toPath(item),
    cTag: toTag(item, 'c:'),
    size,
    createdBy: by,
    lastModifiedBy: by,
    parentReference: toParentReference(drive, item),
    fileSystemInfo: { createdDateTime, lastModifiedDateTime },
    ...(children === undefined
      ? {
          file: {
            mimeType: item.mimeType,
            hashes: { quickXorHash: createHash('sha1').update(id).digest('base64') },
          },
        }
      : { folder: { childCount: children.length } }),
    ...(item.parent === undefined && { root: {} }),
  }
}
