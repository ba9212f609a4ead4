import {
  type Group,
  type GroupConversationPage,
  type GroupDocumentPage,
  type GroupMemberPage,
  type GroupPage,
  GroupPath,
  ListGroupConversationsQuery,
  ListGroupDocumentsQuery,
  ListGroupMembersQuery,
  ListGroupsQuery,
} from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { AppContext } from '../context.ts'
import {
  GROUP_MEMBERS_SCOPES,
  GROUPS_SCOPES,
  getDirectoryGroup,
  listDirectoryGroupMembers,
  listDirectoryGroups,
} from '../directory/directory-groups.ts'
import {
  GROUP_CONVERSATIONS_SCOPES,
  listGroupConversations,
} from '../directory/group-conversations.ts'
import { GROUP_DOCUMENTS_SCOPES, listGroupDocuments } from '../directory/group-documents.ts'
import { withGraph } from '../directory/with-graph.ts'
import { byCaller, problemResponses } from './problem-responses.ts'

/** What a group has is opened by who may open it: an application by itself would open everybody's. */
export async function groupsRoutes(app: FastifyInstance, { graph }: AppContext) {
  app.get<{ Querystring: ListGroupsQuery }>(
    '/api/groups',
    {
      schema: {
        operationId: 'listGroups',
        summary: 'The groups of the directory, page by page',
        security: byCaller('Directory.Read'),
        querystring: ListGroupsQuery,
        response: { 200: Type.Unsafe<GroupPage>(Type.Ref('GroupPage')), ...problemResponses },
      },
    },
    async ({ caller, query }): Promise<GroupPage> =>
      withGraph(graph, caller.graphTokens, GROUPS_SCOPES, (as) => listDirectoryGroups(as, query)),
  )

  app.get<{ Params: GroupPath }>(
    '/api/groups/:id',
    {
      schema: {
        operationId: 'getGroup',
        summary: 'One group of the directory',
        security: byCaller('Directory.Read'),
        params: GroupPath,
        response: { 200: Type.Unsafe<Group>(Type.Ref('Group')), ...problemResponses },
      },
    },
    async ({ caller, params }): Promise<Group> =>
      withGraph(graph, caller.graphTokens, GROUPS_SCOPES, (as) => getDirectoryGroup(as, params.id)),
  )

  app.get<{ Params: GroupPath; Querystring: ListGroupMembersQuery }>(
    '/api/groups/:id/members',
    {
      schema: {
        operationId: 'listGroupMembers',
        summary: 'Who is in a group, page by page',
        security: byCaller('Directory.Read'),
        params: GroupPath,
        querystring: ListGroupMembersQuery,
        response: {
          200: Type.Unsafe<GroupMemberPage>(Type.Ref('GroupMemberPage')),
          ...problemResponses,
        },
      },
    },
    async ({ caller, params, query }): Promise<GroupMemberPage> =>
      withGraph(graph, caller.graphTokens, GROUP_MEMBERS_SCOPES, (as) =>
        listDirectoryGroupMembers(as, params.id, query),
      ),
  )

  app.get<{ Params: GroupPath; Querystring: ListGroupDocumentsQuery }>(
    '/api/groups/:id/documents',
    {
      schema: {
        operationId: 'listGroupDocuments',
        summary: 'A folder of a group’s document library, page by page',
        security: byCaller(),
        params: GroupPath,
        querystring: ListGroupDocumentsQuery,
        response: {
          200: Type.Unsafe<GroupDocumentPage>(Type.Ref('GroupDocumentPage')),
          ...problemResponses,
        },
      },
    },
    async ({ caller, params, query }): Promise<GroupDocumentPage> =>
      withGraph(graph, caller.graphTokens, GROUP_DOCUMENTS_SCOPES, (as) =>
        listGroupDocuments(as, params.id, query),
      ),
  )

  app.get<{ Params: GroupPath; Querystring: ListGroupConversationsQuery }>(
    '/api/groups/:id/conversations',
    {
      schema: {
        operationId: 'listGroupConversations',
        summary: 'A group’s conversations, page by page',
        security: byCaller(),
        params: GroupPath,
        querystring: ListGroupConversationsQuery,
        response: {
          200: Type.Unsafe<GroupConversationPage>(Type.Ref('GroupConversationPage')),
          ...problemResponses,
        },
      },
    },
    async ({ caller, params, query }): Promise<GroupConversationPage> =>
      withGraph(graph, caller.graphTokens, GROUP_CONVERSATIONS_SCOPES, (as) =>
        listGroupConversations(as, params.id, query),
      ),
  )
}
