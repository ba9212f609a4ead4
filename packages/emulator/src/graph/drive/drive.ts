import type { FastifyInstance } from 'fastify'
import type { World } from '../../world/world.ts'
import { type GroupContentRequest, registerGroupContentRoute } from '../group-content-route.ts'
import { readODataQuery } from '../odata/query.ts'
import { pickProperties } from '../pick-properties.ts'
import { toContext } from '../to-user.ts'
import { driveRule } from './drive-rule.ts'

const total = 27_487_790_694_400

function toDrive({ group, content: { drive } }: GroupContentRequest): Record<string, unknown> {
  const system = { user: { displayName: 'System Account' } }
  const used = drive.root.size
  return {
    createdDateTime: drive.createdDateTime,
    description: '',
    id: drive.id,
    lastModifiedDateTime: drive.root.lastModifiedDateTime,
    name: 'Documents',
    webUrl: drive.webUrl,
    driveType: 'documentLibrary',
    createdBy: system,
    lastModifiedBy: system,
    owner: { group: { email: group.mail, id: group.id, displayName: group.displayName } },
    quota: { deleted: 0, remaining: total - used, state: 'normal', total, used },
  }
}

/** A group's document library. https://learn.microsoft.com/graph/api/drive-get */
export function registerDrive(app: FastifyInstance, world: World): void {
  registerGroupContentRoute(app, world, {
    ...driveRule,
    path: 'drive',
    handle: (found) => {
      const { select } = readODataQuery(found.request)
      return {
        '@odata.context': toContext(world.origin, 'drives', { select, isEntity: true }),
        ...pickProperties(toDrive(found), select),
      }
    },
  })
}
