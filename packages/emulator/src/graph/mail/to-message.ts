import { createHash } from 'node:crypto'
import type { BodyType, Message } from '../../world/message.ts'
import { toBody, toPreview } from '../../world/message-body.ts'

function toChangeKey({ id }: Message): string {
  return `CQAAABYAAA${createHash('sha256').update(id).digest('base64').slice(0, 22)}`
}

function toWebLink({ id }: Message): string {
  const query = new URLSearchParams({ ItemID: id, exvsurl: '1', viewmodel: 'ReadMessageItem' })
  return `https://outlook.office365.com/owa/?${query}`
}

/** A message with the keys Graph shows without `$select`. https://learn.microsoft.com/graph/api/resources/message */
export function toMessage(message: Message, bodyType: BodyType): Record<string, unknown> {
  const { receivedDateTime, from } = message
  const changeKey = toChangeKey(message)
  return {
    '@odata.etag': `W/"${changeKey}"`,
    id: message.id,
    createdDateTime: receivedDateTime,
    lastModifiedDateTime: receivedDateTime,
    changeKey,
    categories: [],
    receivedDateTime,
    sentDateTime: receivedDateTime,
    // Pictures inside the body do not count.
    hasAttachments: message.attachments.some(({ isInline }) => !isInline),
    internetMessageId: `<${changeKey.slice(10).replaceAll(/\W/g, '')}@mail.contoso.test>`,
    subject: message.subject,
    bodyPreview: toPreview(message),
    importance: message.importance,
    parentFolderId: 'AAMkADInboxAAAAAAEMAAA=',
    conversationId: message.conversationId,
    conversationIndex: changeKey,
    isDeliveryReceiptRequested: false,
    isReadReceiptRequested: false,
    isRead: message.isRead,
    isDraft: false,
    webLink: toWebLink(message),
    inferenceClassification: 'focused',
    body: toBody(message, bodyType),
    sender: from,
    from,
    toRecipients: message.toRecipients,
    ccRecipients: [],
    bccRecipients: [],
    replyTo: [],
    flag: { flagStatus: 'notFlagged' },
  }
}

export const messageProperties: readonly string[] = [
  'id',
  'createdDateTime',
  'lastModifiedDateTime',
  'changeKey',
  'categories',
  'receivedDateTime',
  'sentDateTime',
  'hasAttachments',
  'internetMessageId',
  'subject',
  'bodyPreview',
  'importance',
  'parentFolderId',
  'conversationId',
  'conversationIndex',
  'isDeliveryReceiptRequested',
  'isReadReceiptRequested',
  'isRead',
  'isDraft',
  'webLink',
  'inferenceClassification',
  'body',
  'sender',
  'from',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'replyTo',
  'flag',
]

/** What `Mail.ReadBasic` leaves out. https://learn.microsoft.com/graph/permissions-reference#mailreadbasic */
const beyondBasic: readonly string[] = ['body', 'bodyPreview']

/** What `$select` names, always with the id and the tag: Exchange has no message without them. */
export function pickMessageProperties(
  message: Record<string, unknown>,
  { select, isBasic }: { select: string[] | undefined; isBasic: boolean },
): Record<string, unknown> {
  const entries = Object.entries(message).filter(([name]) => {
    if (name === 'id' || name === '@odata.etag') return true
    if (isBasic && beyondBasic.includes(name)) return false
    return select === undefined || select.includes(name)
  })
  return Object.fromEntries(entries)
}
