import type { FastifyInstance } from 'fastify'
import type { World } from '../world/world.ts'
import { getCaller } from './caller.ts'
import { createNotImplemented, GraphError } from './graph-error.ts'

/** Collections whose next segment is a key. */
const collections = [
  'users',
  'groups',
  'directoryRoles',
  'directoryObjects',
  'applications',
  'servicePrincipals',
  'organization',
  'messages',
  'attachments',
  'mailFolders',
  'photos',
  'members',
  'conversations',
  'deletedItems',
  'oauth2PermissionGrants',
  'appRoleAssignments',
  'appRoleAssignedTo',
  'threads',
  'posts',
  'drives',
  'items',
]

/** Segments that Graph has; what of them is not registered here answers 501. */
const known = [
  ...collections,
  '$batch',
  '$count',
  '$ref',
  '$value',
  'addKey',
  'addPassword',
  'assignLicense',
  'auditLogs',
  'checkMemberGroups',
  'children',
  'classes',
  'delta',
  'directory',
  'directReports',
  'domains',
  'drive',
  'education',
  'getMemberGroups',
  'getMemberObjects',
  'identity',
  'licenseDetails',
  'manager',
  'me',
  'memberOf',
  'ownedObjects',
  'owners',
  'photo',
  'removeKey',
  'removePassword',
  'restore',
  'revokeSignInSessions',
  'roleAssignments',
  'roleManagement',
  'root',
  'schools',
  'signIns',
  'sites',
  'subscribedSkus',
  'transitiveMemberOf',
  'transitiveMembers',
].map((name) => name.toLowerCase())

const isCollection = (segment: string | undefined): boolean =>
  collections.some((name) => name.toLowerCase() === segment?.toLowerCase())

function readUnknownSegment(segments: string[]): string | undefined {
  return segments.find((segment, index) => {
    const name = segment.toLowerCase().replace(/\(.*\)$/, '')
    return !known.includes(name) && (index === 0 || !isCollection(segments[index - 1]))
  })
}

/** 400 for what Graph does not have and 501 for what only the demo tenant lacks. */
export function registerUnknownPath(app: FastifyInstance, world: World): void {
  app.setNotFoundHandler(async (request) => {
    await getCaller(world, request)
    const path = request.url.split('?')[0] ?? ''
    const segments = path
      .split('/')
      .slice(2)
      .filter((segment) => segment !== '')
    const unknown = readUnknownSegment(segments)
    if (unknown !== undefined) {
      throw new GraphError(400, 'BadRequest', `Resource not found for the segment '${unknown}'.`)
    }
    throw createNotImplemented(`${request.method} ${path}`)
  })
}
