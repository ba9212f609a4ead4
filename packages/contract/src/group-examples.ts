/** What replies about groups look like, as in `examples.ts`. */

const GROUP_ID = '5b7e2c90-41d3-4a86-b0f1-9c8d7e6f5a43'
const LIBRARY = 'https://contoso.sharepoint.com/sites/chess/Shared%20Documents'
const GROUP_MAILBOX = 'https://outlook.office.com/owa/?path=/group/chess%40contoso.test/mail'

export const GROUP_PAGE_EXAMPLE = {
  items: [
    {
      id: GROUP_ID,
      displayName: 'Chess club',
      description: 'Thursdays at four, library',
      mail: 'chess@contoso.test',
      kind: 'microsoft365',
      isDynamic: false,
      visibility: 'Public',
      createdAt: '2020-01-15T09:00:00Z',
    },
  ],
  nextCursor: 'eyJza2lwIjoxMDB9',
  total: 5,
}

export const GROUP_MEMBER_PAGE_EXAMPLE = {
  items: [
    {
      id: '8d1f4a52-0b6e-4f0d-9a6c-2f5f0e9c7b11',
      kind: 'user',
      displayName: 'Tom Teacher',
      userPrincipalName: 'tom@contoso.test',
      mail: 'tom@contoso.test',
    },
  ],
  nextCursor: null,
  total: 1,
}

export const GROUP_DOCUMENT_PAGE_EXAMPLE = {
  items: [
    {
      id: '01CYZLFJDYBLIGAE7G5FE3I4VO2XP7BLU4',
      name: 'Mate in two.pdf',
      kind: 'file',
      size: 340118,
      childCount: null,
      mimeType: 'application/pdf',
      modifiedAt: '2026-11-19T14:30:00Z',
      modifiedBy: 'Tom Teacher',
      webUrl: `${LIBRARY}/Opening%20books/Puzzles/Mate%20in%20two.pdf`,
    },
  ],
  nextCursor: null,
  folder: {
    id: '01CYZLFJB6K563D7GXERDY76G55CKTGFTV',
    name: 'Puzzles',
    path: [{ id: '01CYZLFJC7X2P5QH4ZRJDKV6N3W8TYB5MU', name: 'Opening books' }],
    webUrl: `${LIBRARY}/Opening%20books/Puzzles`,
  },
  webUrl: LIBRARY,
}

export const GROUP_CONVERSATION_PAGE_EXAMPLE = {
  items: [
    {
      id: 'AAQkADdiOTQ3YWJhABAA=',
      topic: 'Pairings for Thursday',
      preview: 'Round four is paired.',
      lastDeliveredAt: '2026-11-19T14:30:00Z',
      hasAttachments: true,
      senders: ['Tom Teacher', 'Sara Student'],
      webUrl: `${GROUP_MAILBOX}&exsvurl=1&ispopout=0&ConvID=AAQkADdiOTQ3YWJhABAA%3D`,
    },
  ],
  nextCursor: '10',
  webUrl: GROUP_MAILBOX,
}
