import { type Static, Type } from 'typebox'
import {
  GROUP_CONVERSATION_PAGE_EXAMPLE,
  GROUP_DOCUMENT_PAGE_EXAMPLE,
  GROUP_MEMBER_PAGE_EXAMPLE,
  GROUP_PAGE_EXAMPLE,
} from './group-examples.ts'

type Schema = Parameters<typeof Type.Union>[0][number]
const Nullable = <T extends Schema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = (description: string) => Type.String({ description })
const Instant = (description: string) => Type.String({ format: 'date-time', description })
/** What Graph says is an address of the web, for people to open. */
const WebUrl = (description: string) => Nullable(Type.String({ format: 'uri', description }))
const NextCursor = Nullable(Text('For `cursor`; null on the last page.'))
const Total = Type.Union([Type.Integer(), Type.Null()], {
  description: 'How many there are in all; only the first page of a list knows.',
})

/** What kinds of groups there are. Documents and conversations are Microsoft 365 groups’ alone. */
export const GROUP_KINDS = [
  'microsoft365',
  'security',
  'mailEnabledSecurity',
  'distribution',
] as const
export type GroupKind = (typeof GROUP_KINDS)[number]

/** A group of the directory. */
export const Group = Type.Object(
  {
    id: Text('Object id in Microsoft Entra ID.'),
    displayName: Nullable(Text('Its name.')),
    description: Nullable(Text('What it is for, where somebody wrote that.')),
    mail: Nullable(Text('Its address; null where it gets no mail.')),
    kind: Type.Enum([...GROUP_KINDS], {
      description: 'Only a `microsoft365` group has documents and conversations.',
    }),
    isDynamic: Type.Boolean({ description: 'Whether a rule decides who is a member.' }),
    visibility: Nullable(
      Text('`Public`, `Private` or `HiddenMembership`; null where the directory does not say.'),
    ),
    createdAt: Nullable(Instant('When the group was made.')),
  },
  {
    $id: 'Group',
    description: 'A group of the directory.',
    examples: [GROUP_PAGE_EXAMPLE.items[0]],
  },
)
export type Group = Static<typeof Group>

/** One page of the groups. */
export const GroupPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<Group>(Type.Ref('Group')), { description: 'By name.' }),
    nextCursor: NextCursor,
    total: Total,
  },
  { $id: 'GroupPage', description: 'One page of the groups.', examples: [GROUP_PAGE_EXAMPLE] },
)
export type GroupPage = Static<typeof GroupPage>

/** Somebody or something in a group. */
export const GroupMember = Type.Object(
  {
    id: Text('Object id in Microsoft Entra ID.'),
    kind: Type.Enum(['user', 'group', 'device', 'other'], { description: 'What it is.' }),
    displayName: Nullable(Text('The name.')),
    userPrincipalName: Nullable(Text('The name that a person signs in with.')),
    mail: Nullable(Text('The address of a person or a group.')),
  },
  {
    $id: 'GroupMember',
    description: 'Somebody or something in a group.',
    examples: [GROUP_MEMBER_PAGE_EXAMPLE.items[0]],
  },
)
export type GroupMember = Static<typeof GroupMember>

/** One page of a group’s direct members. */
export const GroupMemberPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<GroupMember>(Type.Ref('GroupMember')), {
      description: 'Direct members. Who is in a group within the group is not among them.',
    }),
    nextCursor: NextCursor,
    total: Total,
  },
  {
    $id: 'GroupMemberPage',
    description: 'One page of a group’s direct members.',
    examples: [GROUP_MEMBER_PAGE_EXAMPLE],
  },
)
export type GroupMemberPage = Static<typeof GroupMemberPage>

/** A file or a folder of a group’s library. */
export const GroupDocument = Type.Object(
  {
    id: Text('Of the file or the folder; a folder’s goes into `folder`.'),
    name: Text('As its people named it.'),
    kind: Type.Enum(['folder', 'file'], { description: 'What it is.' }),
    size: Nullable(Type.Integer({ description: 'In bytes; of a folder, all that is in it.' })),
    childCount: Nullable(
      Type.Integer({ description: 'How much is in a folder; null for a file.' }),
    ),
    mimeType: Nullable(Text('What a file holds; null for a folder.')),
    modifiedAt: Nullable(Instant('When it was changed last.')),
    modifiedBy: Nullable(Text('Who changed it last, by name.')),
    webUrl: WebUrl('Where it opens in the browser.'),
  },
  {
    $id: 'GroupDocument',
    description: 'A file or a folder of a group’s library.',
    examples: [GROUP_DOCUMENT_PAGE_EXAMPLE.items[0]],
  },
)
export type GroupDocument = Static<typeof GroupDocument>

/** One page of a folder. */
export const GroupDocumentPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<GroupDocument>(Type.Ref('GroupDocument')), {
      description: 'By name, folders among the files.',
    }),
    nextCursor: NextCursor,
    folder: Nullable(
      Type.Object(
        {
          id: Text('Of the folder.'),
          name: Text('Of the folder.'),
          path: Type.Array(
            Type.Object({
              id: Text('Of a folder that it is in.'),
              name: Text('Of a folder that it is in.'),
            }),
            {
              description: 'The folders it is in, the outermost first, without the library’s own.',
            },
          ),
          webUrl: WebUrl('Where the folder opens in the browser.'),
        },
        { description: 'The folder; null for the library’s own.' },
      ),
    ),
    webUrl: WebUrl('Where the library opens in the browser.'),
  },
  {
    $id: 'GroupDocumentPage',
    description: 'One page of a folder of a group’s library.',
    examples: [GROUP_DOCUMENT_PAGE_EXAMPLE],
  },
)
export type GroupDocumentPage = Static<typeof GroupDocumentPage>

/** What members of a group wrote to each other under one subject. */
export const GroupConversation = Type.Object(
  {
    id: Text('Of the conversation.'),
    topic: Nullable(Text('The subject.')),
    preview: Nullable(Text('The first words of the newest message.')),
    lastDeliveredAt: Nullable(Instant('When the newest message came.')),
    hasAttachments: Type.Boolean({ description: 'Whether files came with any of it.' }),
    senders: Type.Array(Type.String(), { description: 'Who wrote, by name.' }),
    webUrl: WebUrl('Where it opens in Outlook on the web; null where the group has no address.'),
  },
  {
    $id: 'GroupConversation',
    description: 'What members of a group wrote to each other under one subject.',
    examples: [GROUP_CONVERSATION_PAGE_EXAMPLE.items[0]],
  },
)
export type GroupConversation = Static<typeof GroupConversation>

/** One page of a group’s conversations. */
export const GroupConversationPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<GroupConversation>(Type.Ref('GroupConversation')), {
      description: 'The newest first.',
    }),
    nextCursor: NextCursor,
    webUrl: WebUrl('Where all of them open in Outlook on the web.'),
  },
  {
    $id: 'GroupConversationPage',
    description: 'One page of a group’s conversations.',
    examples: [GROUP_CONVERSATION_PAGE_EXAMPLE],
  },
)
export type GroupConversationPage = Static<typeof GroupConversationPage>

/** Names a group in a path: a GUID and nothing that could climb to another one. */
export const GroupPath = Type.Object({
  id: Type.String({
    pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$',
    description: 'Object id of the group.',
    examples: [GROUP_PAGE_EXAMPLE.items[0]?.id],
  }),
})
export type GroupPath = Static<typeof GroupPath>

const paging = {
  top: Type.Optional(Type.Integer({ minimum: 1, maximum: 999, description: 'Default 100.' })),
  // It goes into a query as one value, whatever is in it. SharePoint's own tokens hold nearly everything.
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 4000,
      pattern: '^[!-~]+$',
      description: '`nextCursor` of the page before, with the same other parameters.',
    }),
  ),
}

export const ListGroupsQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Words of a name or a description, or the beginning of an address.',
      }),
    ),
    kind: Type.Optional(Type.Enum([...GROUP_KINDS], { description: 'Only groups of this kind.' })),
    ...paging,
  },
  { additionalProperties: false },
)
export type ListGroupsQuery = Static<typeof ListGroupsQuery>

export const ListGroupMembersQuery = Type.Object(paging, { additionalProperties: false })
export type ListGroupMembersQuery = Static<typeof ListGroupMembersQuery>

export const ListGroupDocumentsQuery = Type.Object(
  {
    folder: Type.Optional(
      Type.String({
        maxLength: 200,
        pattern: '^[A-Za-z0-9!_-]+$',
        description: 'Id of a folder; the library’s own unless given.',
      }),
    ),
    ...paging,
  },
  { additionalProperties: false },
)
export type ListGroupDocumentsQuery = Static<typeof ListGroupDocumentsQuery>

export const ListGroupConversationsQuery = Type.Object(
  {
    ...paging,
    cursor: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,9}$',
        description: '`nextCursor` of the page before, with the same other parameters.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ListGroupConversationsQuery = Static<typeof ListGroupConversationsQuery>
