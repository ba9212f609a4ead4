import type {
  GroupConversation,
  GroupConversationPage,
  ListGroupConversationsQuery,
} from '@vestibule/contract'
import { type Graph, getGroup, type ListedConversation, listConversations } from '@vestibule/graph'
import { DEFAULT_TOP, GROUPS_SCOPES } from './directory-groups.ts'
import { toGroupContentError } from './to-group-content-error.ts'
import { toOutlookUrl } from './to-outlook-url.ts'

/** The group's address, which the links are made of, takes the permission for groups. */
export const GROUP_CONVERSATIONS_SCOPES = ['Group-Conversation.Read.All', ...GROUPS_SCOPES]

/**
 * One page of a group's conversations, and where they are.
 *
 * @throws {AppError} `no_conversations`, and `forbidden` in words.
 * @throws {GraphRequestError}
 */
export async function listGroupConversations(
  graph: Graph,
  groupId: string,
  { top = DEFAULT_TOP, cursor }: ListGroupConversationsQuery,
): Promise<GroupConversationPage> {
  const skip = cursor === undefined ? undefined : Number(cursor)
  const [group, page] = await Promise.allSettled([
    getGroup(graph, groupId),
    listConversations(graph, { groupId, top, skip }),
  ])
  if (group.status === 'rejected') throw group.reason
  if (page.status === 'rejected') throw toGroupContentError(page.reason, 'no_conversations')
  const { mail } = group.value
  const { conversations, nextSkip } = page.value
  return {
    items: conversations.map((conversation) => toConversation(conversation, mail)),
    nextCursor: nextSkip === undefined ? null : String(nextSkip),
    webUrl: toOutlookUrl(mail),
  }
}

function toConversation(
  conversation: ListedConversation,
  mail: string | null | undefined,
): GroupConversation {
  return {
    id: conversation.id,
    topic: conversation.topic ?? null,
    preview: conversation.preview ?? null,
    lastDeliveredAt: conversation.lastDeliveredDateTime ?? null,
    hasAttachments: conversation.hasAttachments ?? false,
    senders: conversation.uniqueSenders ?? [],
    webUrl: toOutlookUrl(mail, conversation.id),
  }
}
