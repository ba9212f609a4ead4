import { randomUUID } from 'node:crypto'
import { toMessage } from '../graph/mail/to-message.ts'
import { openMailbox, toRecipient } from '../seed/open-mailbox.ts'
import type { Attachment, Message, Recipient } from '../world/message.ts'
import { toAttachmentId, toConversationId, toMessageId } from '../world/message-ids.ts'
import type { World } from '../world/world.ts'
import {
  ControlError,
  type Input,
  readBoolean,
  readChoice,
  readText,
  refuseOthers,
  toInput,
} from './control-input.ts'
import { getTenantAndUser } from './update-user.ts'

/** A file, or what looks like one in the list. */
interface NewAttachment {
  name: string
  /** `file` when absent. */
  kind?: Attachment['kind']
  contentType?: string
  /** Base64. */
  contentBytes?: string
  isInline?: boolean
  contentId?: string
}

/** A message to put into a mailbox. Nothing of it is cleaned: a hostile one stays hostile. */
export interface NewMessage {
  subject: string
  /** An address, or as Graph writes it. */
  from: string | Recipient
  body: { contentType: 'text' | 'html'; content: string }
  /** ISO 8601; now when absent. */
  receivedDateTime?: string
  importance?: 'low' | 'normal' | 'high'
  isRead?: boolean
  attachments?: NewAttachment[]
}

function getText(input: Input, name: string): string {
  const value = readText(input, name)
  if (value === undefined) throw new ControlError(`"${name}" is missing.`)
  return value
}

function parseSender(value: unknown): Recipient {
  if (typeof value === 'string') return { emailAddress: { name: value, address: value } }
  const email = toInput(toInput(value).emailAddress)
  const address = getText(email, 'address')
  return { emailAddress: { name: readText(email, 'name') ?? address, address } }
}

function parseBody(value: unknown): Message['body'] {
  const input = toInput(value)
  refuseOthers(input, ['contentType', 'content'])
  const contentType = readChoice(input, 'contentType', ['text', 'html']) ?? 'text'
  return { contentType, content: getText(input, 'content') }
}

function parseMoment(value: string | undefined): string {
  const time = value === undefined ? Date.now() : Date.parse(value)
  if (Number.isNaN(time)) throw new ControlError('"receivedDateTime" must be a time.')
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

function parseAttachment(value: unknown, messageId: string, index: number): Attachment {
  const input = toInput(value)
  refuseOthers(input, ['name', 'kind', 'contentType', 'contentBytes', 'isInline', 'contentId'])
  const bytes = Buffer.from(readText(input, 'contentBytes') ?? '', 'base64')
  return {
    kind: readChoice(input, 'kind', ['file', 'item', 'reference']) ?? 'file',
    id: toAttachmentId(messageId, index),
    name: getText(input, 'name'),
    contentType: readText(input, 'contentType') ?? 'application/octet-stream',
    isInline: readBoolean(input, 'isInline') ?? false,
    contentId: readText(input, 'contentId') ?? null,
    bytes,
    size: bytes.length + 230,
  }
}

function parseAttachments(value: unknown, messageId: string): Attachment[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new ControlError('"attachments" must be a list.')
  return value.map((item, index) => parseAttachment(item, messageId, index))
}

/** Puts a message into somebody's mailbox; answers as Graph shows it. */
export function addMessage(
  world: World,
  idOrPrincipalName: string,
  body: unknown,
): Record<string, unknown> {
  const { user } = getTenantAndUser(world, idOrPrincipalName)
  const messages = openMailbox(world, user)
  if (messages === undefined) throw new ControlError(`"${idOrPrincipalName}" has no mailbox.`)
  const input = toInput(body)
  refuseOthers(input, [
    'subject',
    'from',
    'body',
    'receivedDateTime',
    'importance',
    'isRead',
    'attachments',
  ])
  const id = toMessageId(randomUUID())
  const message: Message = {
    id,
    conversationId: toConversationId(id),
    subject: getText(input, 'subject'),
    body: parseBody(input.body),
    from: parseSender(input.from),
    toRecipients: [toRecipient(user)],
    receivedDateTime: parseMoment(readText(input, 'receivedDateTime')),
    importance: readChoice(input, 'importance', ['low', 'normal', 'high']) ?? 'normal',
    isRead: readBoolean(input, 'isRead') ?? false,
    attachments: parseAttachments(input.attachments, id),
  }
  const isOlder = (known: Message): boolean => known.receivedDateTime <= message.receivedDateTime
  const place = messages.findIndex(isOlder)
  messages.splice(place < 0 ? messages.length : place, 0, message)
  return toMessage(message, message.body.contentType)
}
