import type { Message, MessageDetail, MessagePage } from '@vestibule/contract'
import {
  getMessage,
  type ListedMessage,
  listAttachments,
  listMessages,
  type MailAddress,
} from '@vestibule/graph'
import { type OpenMailbox, toMailboxError } from './open-mailbox.ts'
import { sanitizeBody } from './sanitize-body.ts'

/**
 * The newest messages of a mailbox.
 *
 * @throws {AppError} in words what Exchange means by refusing.
 * @throws {GraphRequestError}
 */
export async function readMessages(
  { graph, ownerId }: OpenMailbox,
  top: number,
): Promise<MessagePage> {
  const messages = await inWords(listMessages(graph, ownerId, top))
  return { items: messages.map(toMessage), nextCursor: null }
}

/** One message: what it says, made harmless, and what came with it, by name. */
export async function readMessage(
  { graph, ownerId }: OpenMailbox,
  messageId: string,
): Promise<MessageDetail> {
  const message = { userId: ownerId, messageId }
  const [asText, asWritten] = await inWords(
    Promise.all([
      getMessage(graph, { ...message, as: 'text' }),
      getMessage(graph, { ...message, as: 'html' }),
    ]),
  )
  const attachments = asWritten.hasAttachments ? await inWords(listAttachments(graph, message)) : []
  const { body } = asWritten
  const html = body?.contentType === 'html' ? sanitizeBody(body.content ?? '') : undefined
  return {
    ...toMessage(asWritten),
    to: toAddresses(asWritten.toRecipients),
    cc: toAddresses(asWritten.ccRecipients),
    body: {
      text: asText.body?.content ?? '',
      html: html?.html ?? null,
      blocked: html?.blocked ?? 0,
    },
    attachments: attachments.map(({ name, contentType, size }) => ({
      name: name ?? null,
      contentType: contentType ?? null,
      size: size ?? 0,
    })),
  }
}

function inWords<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    throw toMailboxError(error)
  })
}

function toMessage(message: ListedMessage): Message {
  return {
    id: message.id,
    subject: message.subject ?? null,
    from: toAddress(message.from?.emailAddress),
    receivedAt: message.receivedDateTime ?? null,
    preview: message.bodyPreview ?? '',
    isRead: message.isRead ?? false,
    hasAttachments: message.hasAttachments ?? false,
    webUrl: message.webLink ?? null,
  }
}

function toAddress(address: MailAddress): Message['from'] {
  return address ? { name: address.name ?? null, address: address.address ?? null } : null
}

function toAddresses(
  recipients: { emailAddress?: MailAddress }[] | null | undefined,
): MessageDetail['to'] {
  return (recipients ?? []).flatMap(({ emailAddress }) => toAddress(emailAddress) ?? [])
}
