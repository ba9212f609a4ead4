import type { Attachment, Message, Recipient } from '../world/message.ts'
import { toHtmlBody } from '../world/message-body.ts'
import { toAttachmentId, toConversationId, toMessageId } from '../world/message-ids.ts'
import { createRandom, pick, type Random } from '../world/random.ts'
import type { User } from '../world/user.ts'
import { getTenant, type World } from '../world/world.ts'
import { type MessageText, messageTexts } from './message-texts.ts'

/** The newest seeded message is younger than this; fixed, so that the same seed gives the same dates on any day. */
const newest = Date.UTC(2026, 10, 20, 16)
const mostMessages = 42

/** People with an address in the directory have a mailbox here; guests have theirs at home. */
function hasMailbox({ graph }: User): boolean {
  return graph.mail !== null && graph.userType === 'Member'
}

export function toRecipient({ graph }: User): Recipient {
  return { emailAddress: { name: graph.displayName, address: graph.mail ?? '' } }
}

/** Those with a name of their own, who come first: generated people would depend on how many there are. */
function listWriters(world: World, user: User): Recipient[] {
  const { users } = getTenant(world, user.tenantId)
  const writers = users.slice(0, 12).filter((other) => hasMailbox(other) && other !== user)
  return writers.length === 0 ? [toRecipient(user)] : writers.map(toRecipient)
}

function createAttachments(messageId: string, { attachments = [] }: MessageText): Attachment[] {
  return attachments.map(({ name, contentType, kind = 'file' }, index): Attachment => {
    const bytes = Buffer.from(kind === 'file' ? `Content of ${name} in the demo tenant.\r\n` : '')
    return {
      kind,
      id: toAttachmentId(messageId, index),
      name,
      contentType,
      isInline: false,
      contentId: null,
      bytes,
      size: bytes.length + 230,
    }
  })
}

interface Place {
  user: User
  index: number
  receivedAt: number
}

function createMessage(random: Random, writers: Recipient[], { user, ...place }: Place): Message {
  const text = pick(random, messageTexts)
  const words = `${user.graph.id}:${place.index}`
  const id = toMessageId(words)
  const givenName = user.graph.givenName ?? user.graph.displayName
  const content = text.paragraphs.join('\r\n\r\n').replaceAll('{name}', givenName)
  const writer = pick(random, writers)
  return {
    id,
    conversationId: toConversationId(words),
    subject: text.subject,
    body: text.isPlain
      ? { contentType: 'text', content }
      : { contentType: 'html', content: toHtmlBody(content) },
    from: text.from === undefined ? writer : { emailAddress: text.from },
    toRecipients: [toRecipient(user)],
    receivedDateTime: `${new Date(place.receivedAt).toISOString().slice(0, 19)}Z`,
    importance: text.importance ?? 'normal',
    isRead: random() < 0.7,
    attachments: createAttachments(id, text),
  }
}

function createMessages(world: World, user: User): Message[] {
  const random = createRandom(`${world.seed}:${user.graph.id}:mail`)
  const writers = listWriters(world, user)
  const count = 12 + Math.floor(random() * (mostMessages - 12))
  let receivedAt = newest
  return Array.from({ length: count }, (_, index) => {
    receivedAt -= Math.floor(60 + random() * 172_800) * 1000
    return createMessage(random, writers, { user, index, receivedAt })
  })
}

/**
 * A person's messages, newest first, written when somebody looks for the first time: 200,000 mailboxes would take
 * minutes. Undefined for a person without a mailbox.
 */
export function openMailbox(world: World, user: User): Message[] | undefined {
  if (!hasMailbox(user)) return undefined
  const messages = world.mailboxes.get(user.graph.id) ?? createMessages(world, user)
  world.mailboxes.set(user.graph.id, messages)
  return messages
}
