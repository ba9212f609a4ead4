/** Somebody as Exchange names them. */
export interface Recipient {
  emailAddress: { name: string; address: string }
}

export type BodyType = 'text' | 'html'

/** `file` has bytes, `item` is a message or an event in the message, `reference` leads to a file in the cloud. */
export interface Attachment {
  kind: 'file' | 'item' | 'reference'
  id: string
  name: string
  contentType: string | null
  isInline: boolean
  /** What an inline picture is called in the body, behind `cid:`. */
  contentId: string | null
  /** Empty for what is no file. */
  bytes: Buffer
  /** As Exchange counts it, in bytes. */
  size: number
}

/** A message in a mailbox. Moments are ISO 8601 in UTC, without parts of a second. */
export interface Message {
  id: string
  conversationId: string
  subject: string
  /** As it was sent; who reads may ask for the other kind. */
  body: { contentType: BodyType; content: string }
  from: Recipient
  toRecipients: Recipient[]
  receivedDateTime: string
  importance: 'low' | 'normal' | 'high'
  isRead: boolean
  attachments: Attachment[]
}

/** Messages by the object id of whose they are, newest first. A mailbox that nobody opened is not there yet. */
export type Mailboxes = Map<string, Message[]>
