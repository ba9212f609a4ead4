import type { FastifyInstance } from 'fastify'
import type { DriveItem } from '../../world/group-content.ts'
import type { World } from '../../world/world.ts'
import { createNotImplemented, GraphError } from '../graph-error.ts'
import { type GroupContentRequest, registerGroupContentRoute } from '../group-content-route.ts'
import { compareTexts } from '../odata/order.ts'
import { type ODataQuery, readODataQuery } from '../odata/query.ts'
import { toPage } from '../odata/to-page.ts'
import { pickProperties } from '../pick-properties.ts'
import { toContext } from '../to-user.ts'
import { driveRule } from './drive-rule.ts'
import { toDriveItem } from './to-drive-item.ts'

function findItem(item: DriveItem, id: string): DriveItem | undefined {
  if (item.id === id) return item
  for (const child of item.children ?? []) {
    const found = findItem(child, id)
    if (found !== undefined) return found
  }
  return undefined
}

/** The item of the path, the root where it names none. Throws 404 for one of another drive. */
function getItem({ request, content: { drive } }: GroupContentRequest): DriveItem {
  const { item: id } = request.params as { item?: string }
  const item = id === undefined ? drive.root : findItem(drive.root, id)
  if (item !== undefined) return item
  throw new GraphError(404, 'itemNotFound', 'The resource could not be found.')
}

const comparisons: Record<string, (left: DriveItem, right: DriveItem) => number> = {
  name: (left, right) => compareTexts(left.name, right.name),
  size: (left, right) => left.size - right.size,
  lastModifiedDateTime: (left, right) =>
    compareTexts(left.lastModifiedDateTime, right.lastModifiedDateTime),
}

/** By name where nothing else is asked for, folders among the files. */
function listChildren({ children = [] }: DriveItem, { orderby = 'name' }: ODataQuery): DriveItem[] {
  const [name = '', direction = 'asc'] = orderby.trim().split(/\s+/)
  const compare = Object.hasOwn(comparisons, name) ? comparisons[name] : undefined
  if (compare === undefined) throw createNotImplemented(`$orderby=${orderby} on children`)
  const sorted = children.toSorted(compare)
  return direction.toLowerCase() === 'desc' ? sorted.toReversed() : sorted
}

function readItemQuery({ request }: GroupContentRequest): ODataQuery {
  const query = readODataQuery(request)
  const missing = (['filter', 'search', 'expand'] as const).find((name) => query[name])
  if (missing !== undefined) throw createNotImplemented(`$${missing} on files`)
  return query
}

/**
 * What is in a group's document library: the root or an item, and what is in it.
 * https://learn.microsoft.com/graph/api/driveitem-get https://learn.microsoft.com/graph/api/driveitem-list-children
 */
export function registerDriveItems(app: FastifyInstance, world: World): void {
  const register = (path: string, toSet: (item: DriveItem) => string): void => {
    const toWhole = (found: GroupContentRequest, item: DriveItem): string =>
      `groups('${found.group.id}')/drive/${toSet(item)}`
    registerGroupContentRoute(app, world, {
      ...driveRule,
      path: `drive/${path}`,
      handle: (found) => {
        const { select } = readItemQuery(found)
        const item = getItem(found)
        const context = { select, isEntity: true }
        return {
          '@odata.context': toContext(world.origin, toWhole(found, item), context),
          ...pickProperties(toDriveItem(found.content.drive, item), select),
        }
      },
    })
    registerGroupContentRoute(app, world, {
      ...driveRule,
      path: `drive/${path}/children`,
      handle: (found) => {
        const query = readItemQuery(found)
        const item = getItem(found)
        return toPage({
          items: listChildren(item, query),
          query,
          origin: world.origin,
          context: toContext(world.origin, `${toWhole(found, item)}/children`, query),
          isAdvanced: false,
          pageSize: 200,
          show: (child) => pickProperties(toDriveItem(found.content.drive, child), query.select),
        })
      },
    })
  }
  register('root', () => 'root')
  register('items/:item', ({ id }) => `items('${id}')`)
}
