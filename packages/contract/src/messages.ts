import { type Static, Type } from 'typebox'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const MailAddress = Type.Object(
  {
    name: Nullable(Type.String({ description: 'As the sender wrote it.' })),
    address: Nullable(Type.String({ description: 'The e-mail address.' })),
  },
  { $id: 'MailAddress', description: 'Somebody as a message names them.' },
)
const MESSAGE_EXAMPLE = {
  id: 'AAMkAGI2TG93AAA=',
  subject: 'Timetable for next week',
  from: { name: 'Tom Teacher', address: 'tom@contoso.test' },
  receivedAt: '2026-11-22T08:00:00Z',
  preview: 'Dear colleagues, the timetable …',
  isRead: true,
  hasAttachments: false,
  webUrl: 'https://outlook.office.com/mail/id/AAMkAGI2TG93AAA%3D',
}

const listed = {
  id: Type.String({ description: 'Of the message, in its mailbox.' }),
  subject: Nullable(Type.String({ description: 'As it was written.' })),
  from: Nullable(Type.Unsafe<Static<typeof MailAddress>>(Type.Ref('MailAddress'))),
  receivedAt: Nullable(Type.String({ format: 'date-time', description: 'When it came.' })),
  preview: Type.String({ description: 'The first words of the body.' }),
  isRead: Type.Boolean({
    description: 'Whether its owner has read it. Reading here changes nothing.',
  }),
  hasAttachments: Type.Boolean({ description: 'Whether files came with it.' }),
  webUrl: Nullable(Type.String({ description: 'Where its owner reads it.' })),
}

/** A message as a list shows it. */
export const Message = Type.Object(listed, {
  $id: 'Message',
  description: 'A message as a list shows it.',
  examples: [MESSAGE_EXAMPLE],
})
export type Message = Static<typeof Message>

export const MessagePage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<Message>(Type.Ref('Message')), {
      description: 'The newest first.',
    }),
    nextCursor: Nullable(Type.String({ description: 'Null: only the newest are shown.' })),
  },
  {
    $id: 'MessagePage',
    description: 'The newest messages of a mailbox.',
    examples: [{ items: [MESSAGE_EXAMPLE], nextCursor: null }],
  },
)
export type MessagePage = Static<typeof MessagePage>

/** One message. Its HTML holds no script, no form, no style of its own and nothing from elsewhere. */
export const MessageDetail = Type.Object(
  {
    ...listed,
    to: Type.Array(Type.Unsafe<Static<typeof MailAddress>>(Type.Ref('MailAddress')), {
      description: 'Whom it was sent to.',
    }),
    cc: Type.Array(Type.Unsafe<Static<typeof MailAddress>>(Type.Ref('MailAddress')), {
      description: 'Who got a copy.',
    }),
    body: Type.Object(
      {
        text: Type.String({ description: 'As plain text.' }),
        html: Nullable(
          Type.String({
            description:
              'Sanitised, where it was written as HTML, and not as too much of it. Show it in a sandboxed frame all the same.',
          }),
        ),
        blocked: Type.Integer({
          minimum: 0,
          description: 'How many pictures and the like from elsewhere were left out.',
        }),
      },
      { description: 'What it says.' },
    ),
    attachments: Type.Array(
      Type.Object({
        name: Nullable(Type.String({ description: 'Of the file.' })),
        contentType: Nullable(Type.String({ description: 'What the sender says it is.' })),
        size: Type.Integer({ minimum: 0, description: 'In bytes.' }),
      }),
      { description: 'By name: they cannot be fetched here.' },
    ),
  },
  {
    $id: 'MessageDetail',
    description:
      'One message. Its HTML holds no script, no form, no style sheet and nothing from elsewhere.',
    examples: [
      {
        ...MESSAGE_EXAMPLE,
        to: [{ name: 'Ada Admin', address: 'ada@contoso.test' }],
        cc: [],
        body: { text: 'Dear colleagues, …', html: null, blocked: 0 },
        attachments: [],
      },
    ],
  },
)
export type MessageDetail = Static<typeof MessageDetail>

export const ListMessagesQuery = Type.Object(
  {
    top: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 50, description: 'How many; 10 unless given.' }),
    ),
  },
  { additionalProperties: false },
)
export type ListMessagesQuery = Static<typeof ListMessagesQuery>

/** Why somebody opens a mailbox that is not theirs: it is entered in the audit. */
export const ReasonHeaders = Type.Object({
  'x-reason': Type.String({
    minLength: 1,
    maxLength: 4500,
    description:
      'Why the mailbox is opened, of 1 to 500 characters, percent-encoded UTF-8; it is entered in the audit.',
    examples: ['Handing%20over%20of%20a%20colleague%20who%20left'],
  }),
})
export type ReasonHeaders = Static<typeof ReasonHeaders>

/** Names a mailbox in a path; what may stand in one is as for `UserPath`. */
export const MailboxPath = Type.Object({
  id: Type.String({
    maxLength: 320,
    pattern: "^(?!\\.)(?!.*\\.\\.)[A-Za-z0-9._'!#^~&+-]+(@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*)?$",
    description: 'Object id, user principal name or mail address of the mailbox’s owner.',
    examples: ['tom@contoso.test'],
  }),
})
export type MailboxPath = Static<typeof MailboxPath>

export const MessagePath = Type.Object({
  ...MailboxPath.properties,
  messageId: Type.String({
    maxLength: 320,
    pattern: '^[A-Za-z0-9_=-]+$',
    description: 'As the list names it.',
  }),
})
export type MessagePath = Static<typeof MessagePath>
