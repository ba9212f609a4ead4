import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { World } from '../world/world.ts'
import { acceptEmptyJson } from './accept-empty-json.ts'
import { registerAppRoleAssignments } from './applications/app-role-assignments.ts'
import { registerApplication } from './applications/application.ts'
import { registerApplicationPasswords } from './applications/application-passwords.ts'
import { registerApplications } from './applications/applications.ts'
import { registerDeletedItems } from './applications/deleted-items.ts'
import { registerPermissionGrants } from './applications/permission-grants.ts'
import { registerServicePrincipal } from './applications/service-principal.ts'
import { registerServicePrincipals } from './applications/service-principals.ts'
import { registerBatch } from './batch/batch.ts'
import { registerConversations } from './conversations/conversations.ts'
import { registerDirectoryRoleMembers } from './directory-role-members.ts'
import { registerDirectoryRoles } from './directory-roles.ts'
import { registerDrive } from './drive/drive.ts'
import { registerDriveItems } from './drive/drive-items.ts'
import { GraphError, toGraphErrorBody } from './graph-error.ts'
import { registerGroup } from './group.ts'
import { registerGroupMembers } from './group-members.ts'
import { registerGroups } from './groups.ts'
import { registerGroupsCount } from './groups-count.ts'
import { registerLicenseDetails } from './license-details.ts'
import { registerAttachments } from './mail/attachments.ts'
import { registerMessages } from './mail/messages.ts'
import { registerMemberOf } from './member-of.ts'
import { registerOrganization } from './organization.ts'
import { registerPatchUser } from './patch-user.ts'
import { registerPhoto } from './photo.ts'
import { showCosts } from './quota/charge-request.ts'
import { registerRevokeSignInSessions } from './revoke-sign-in-sessions.ts'
import { registerSubscribedSkus } from './subscribed-skus.ts'
import { registerUnknownPath } from './unknown-path.ts'
import { registerUser } from './user.ts'
import { registerUsers } from './users.ts'
import { registerUsersCount } from './users-count.ts'
import { registerUsersDelta } from './users-delta.ts'

const contentType =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'
const diagnostic = JSON.stringify({
  ServerInfo: {
    DataCenter: 'Demo tenant',
    Slice: 'E',
    Ring: '1',
    ScaleUnit: '001',
    RoleInstance: 'DEMO0001',
  },
})
/** What a page of another origin may read of an answer. */
export const exposedHeaders =
  'ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, ReadWriteConsistencyToken, SdkVersion, WWW-Authenticate, x-ms-client-gcc-tenant, Retry-After'

function sendError(reply: FastifyReply, problem: GraphError): FastifyReply {
  const requestId = String(reply.getHeader('request-id'))
  const clientRequestId = String(reply.getHeader('client-request-id'))
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type(contentType)
    .send(toGraphErrorBody(problem, { requestId, clientRequestId }))
}

/** What answers of Graph look like, whatever they say. Shared with userinfo, which lives on the same origin. */
export function addGraphManners(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const requestId = randomUUID()
    const clientRequestId = request.headers['client-request-id'] ?? requestId
    reply.headers({
      'request-id': requestId,
      'client-request-id': clientRequestId,
      'x-ms-ags-diagnostic': diagnostic,
      'x-ms-resource-unit': '1',
      'odata-version': '4.0',
      'cache-control': 'no-cache',
    })
    if (request.headers.origin === undefined) return
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': exposedHeaders,
    })
  })
  app.addHook('preSerialization', async (_request, reply, payload) => {
    reply.type(contentType)
    return payload
  })
  app.setErrorHandler((problem, _request, reply) => {
    if (problem instanceof GraphError) return sendError(reply, problem)
    const { statusCode, message } = problem as { statusCode?: number; message: string }
    if (statusCode === undefined || statusCode >= 500) throw problem
    return sendError(reply, new GraphError(statusCode, 'BadRequest', message))
  })
  app.options('*', (_request, reply) =>
    reply
      .code(200)
      .headers({
        'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE',
        'access-control-allow-headers':
          'authorization, content-type, consistencylevel, client-request-id, if-none-match, sdkversion, prefer',
        'access-control-max-age': '600',
      })
      .send(),
  )
}

/** What stands for graph.microsoft.com, under /v1.0. */
export async function registerGraphSpace(app: FastifyInstance, world: World): Promise<void> {
  addGraphManners(app)
  acceptEmptyJson(app)
  showCosts(app)
  registerUser(app, world)
  registerPatchUser(app, world)
  registerUsers(app, world)
  registerUsersCount(app, world)
  registerUsersDelta(app, world)
  registerPhoto(app, world)
  registerGroups(app, world)
  registerGroupsCount(app, world)
  registerGroup(app, world)
  registerGroupMembers(app, world)
  registerDrive(app, world)
  registerDriveItems(app, world)
  registerConversations(app, world)
  registerLicenseDetails(app, world)
  registerMemberOf(app, world)
  registerMessages(app, world)
  registerAttachments(app, world)
  registerOrganization(app, world)
  registerRevokeSignInSessions(app, world)
  registerSubscribedSkus(app, world)
  registerDirectoryRoles(app, world)
  registerDirectoryRoleMembers(app, world)
  registerApplications(app, world)
  registerApplication(app, world)
  registerApplicationPasswords(app, world)
  registerServicePrincipals(app, world)
  registerServicePrincipal(app, world)
  registerAppRoleAssignments(app, world)
  registerPermissionGrants(app, world)
  registerDeletedItems(app, world)
  registerBatch(app, world)
  registerUnknownPath(app, world)
}
