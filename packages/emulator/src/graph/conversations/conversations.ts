import type { FastifyInstance } from 'fastify'
import type { Conversation } from '../../world/group-content.ts'
import type { Group } from '../../world/tenant.ts'
import type { World } from '../../world/world.ts'
import { createNotImplemented, GraphError } from '../graph-error.ts'
import { type GroupContentRequest, registerGroupContentRoute } from '../group-content-route.ts'
import { createItemNotFound } from '../mail/mail-error.ts'
import { compareTexts } from '../odata/order.ts'
import { type OutlookQuery, readOutlookQuery } from '../odata/outlook-query.ts'
import { toOutlookPage } from '../odata/to-outlook-page.ts'
import { permissionRules } from '../permission.ts'
import { pickProperties } from '../pick-properties.ts'
import { toContext } from '../to-user.ts'

type View = (conversation: Conversation) => Record<string, unknown>

const common = [
  'id',
  'topic',
  'hasAttachments',
  'lastDeliveredDateTime',
  'uniqueSenders',
  'preview',
]
const sortable = ['lastDeliveredDateTime', 'topic']
const conversationType = { name: 'microsoft.graph.conversation', properties: common, sortable }
const threadType = {
  name: 'microsoft.graph.conversationThread',
  properties: [...common, 'isLocked'],
  sortable,
}

const toConversation: View = (conversation) => {
  const { id, topic, hasAttachments, lastDeliveredDateTime } = conversation
  const { uniqueSenders, preview } = conversation
  return { id, topic, hasAttachments, lastDeliveredDateTime, uniqueSenders, preview }
}

const toThread: View = (conversation) => ({
  ...toConversation(conversation),
  id: conversation.threadId,
  isLocked: conversation.isLocked,
})

/** A security group has no mailbox. Which words the cloud has for that is not documented. */
function createInvalidGroup({ id }: Group): GraphError {
  return new GraphError(404, 'ErrorInvalidGroup', `The requested group '${id}' is invalid.`)
}

/** Newest first, where nothing else is asked for. */
function sort(conversations: Conversation[], { filter, orderby }: OutlookQuery): Conversation[] {
  if (filter !== undefined) throw createNotImplemented('$filter on conversations')
  if (orderby === undefined) return conversations
  const key = orderby.property === 'topic' ? 'topic' : 'lastDeliveredDateTime'
  const sorted = conversations.toSorted((left, right) => compareTexts(left[key], right[key]))
  return orderby.isDescending ? sorted.toReversed() : sorted
}

/** The conversation of the path, or all where it names none. Throws 404 for one of another group. */
function listConversations({ request, content }: GroupContentRequest): Conversation[] {
  const { conversation: id } = request.params as { conversation?: string }
  if (id === undefined) return content.conversations
  const found = content.conversations.filter((known) => known.id === id)
  if (found.length === 0) throw createItemNotFound()
  return found
}

/**
 * What the members of a group write to each other: conversations, and the threads they consist of.
 * https://learn.microsoft.com/graph/api/group-list-conversations https://learn.microsoft.com/graph/api/group-list-threads
 */
export function registerConversations(app: FastifyInstance, world: World): void {
  const register = (path: string, type: typeof conversationType, show: View): void => {
    registerGroupContentRoute(app, world, {
      path,
      rule: permissionRules.readConversations,
      createMissing: createInvalidGroup,
      handle: (found) => {
        const query = readOutlookQuery(found.request, type)
        const { conversation } = found.request.params as { conversation?: string }
        const set = path.replace('/:conversation', `('${encodeURIComponent(conversation ?? '')}')`)
        return toOutlookPage({
          items: sort(listConversations(found), query),
          query,
          origin: world.origin,
          context: toContext(world.origin, `groups('${found.group.id}')/${set}`, query),
          show: (one) => pickProperties(show(one), query.select && ['id', ...query.select]),
        })
      },
    })
  }
  register('conversations', conversationType, toConversation)
  register('threads', threadType, toThread)
  register('conversations/:conversation/threads', threadType, toThread)
}
