import type { Attachment, Message, Recipient } from '@microsoft/microsoft-graph-types'
import type { Graph } from './create-graph.ts'
import { readCollection } from './read-collection.ts'
import { toEntity } from './to-entity.ts'

const LISTED = [
  'id',
  'subject',
  'from',
  'receivedDateTime',
  'bodyPreview',
  'isRead',
  'hasAttachments',
  'webLink',
] as const satisfies (keyof Message)[]

export type ListedMessage = Pick<Message, (typeof LISTED)[number]> & { id: string }
export type DetailedMessage = ListedMessage &
  Pick<Message, 'toRecipients' | 'ccRecipients' | 'body'>
export type MailAddress = Recipient['emailAddress']

/**
 * The newest messages of a mailbox, over all its folders.
 * Source: https://learn.microsoft.com/graph/api/user-list-messages
 *
 * @param userId object id
 * @throws {GraphRequestError} code `MailboxNotEnabledForRESTAPI` where there is no mailbox, `ErrorAccessDenied`
 * where Exchange keeps the application out of it.
 */
export async function listMessages(
  graph: Graph,
  userId: string,
  top: number,
): Promise<ListedMessage[]> {
  const body = await graph.get(`/users/${encodeURIComponent(userId)}/messages`, {
    $select: LISTED.join(','),
    $orderby: 'receivedDateTime desc',
    $top: String(top),
  })
  return readCollection<ListedMessage>(body).value
}

/**
 * One message, with its body as text or as it was written.
 * Source: https://learn.microsoft.com/graph/api/message-get
 *
 * @param userId object id
 * @throws {GraphRequestError} as `listMessages`, and `not_found`.
 */
export async function getMessage(
  graph: Graph,
  { userId, messageId, as }: { userId: string; messageId: string; as: 'text' | 'html' },
): Promise<DetailedMessage> {
  const path = toPath(userId, messageId)
  const query = { $select: [...LISTED, 'toRecipients', 'ccRecipients', 'body'].join(',') }
  const headers = { Prefer: `outlook.body-content-type="${as}"` }
  return toEntity<DetailedMessage>(await graph.get(path, query, headers))
}

/** What is attached, by name; none of it is fetched. */
export async function listAttachments(
  graph: Graph,
  { userId, messageId }: { userId: string; messageId: string },
): Promise<Pick<Attachment, 'name' | 'contentType' | 'size' | 'isInline'>[]> {
  const path = `${toPath(userId, messageId)}/attachments`
  const body = await graph.get(path, { $select: 'name,contentType,size,isInline' })
  return readCollection<Attachment>(body).value
}

function toPath(userId: string, messageId: string): string {
  return `/users/${encodeURIComponent(userId)}/messages/${encodeURIComponent(messageId)}`
}
