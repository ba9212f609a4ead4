import { type Static, Type } from 'typebox'

const SAVED_VIEW_EXAMPLE = {
  id: '2f6f0a4d-e011-4d8e-9a55-7b1f0f603c1f',
  name: 'Disabled guests',
  query: 'filter=accountEnabled%3Afalse&filter=userType%3AGuest&orderBy=-createdAt',
  isShared: true,
  isMine: true,
  createdAt: '2026-11-22T09:40:00.000Z',
}

const Name = Type.String({
  minLength: 1,
  maxLength: 80,
  pattern: '\\S',
  description: 'What it is called; no two views of one person are called the same.',
})
const Query = Type.String({
  maxLength: 2000,
  pattern: '^[A-Za-z0-9%&=+*._~-]*$',
  description: 'What stands behind the `?` in the address of the page with the people.',
})

/** A list of people as somebody wants to come back to it. */
export const SavedView = Type.Object(
  {
    id: Type.String({ description: 'For `DELETE /api/views/{id}`.' }),
    name: Name,
    query: Query,
    isShared: Type.Boolean({ description: 'Whether everybody of the organisation has it.' }),
    isMine: Type.Boolean({ description: 'Only whoever made it can delete it.' }),
    createdAt: Type.String({ format: 'date-time', description: 'When it was made.' }),
  },
  {
    $id: 'SavedView',
    description: 'A list of people as somebody wants to come back to it.',
    examples: [SAVED_VIEW_EXAMPLE],
  },
)
export type SavedView = Static<typeof SavedView>

/** One\u2019s own views and those that are shared. */
export const SavedViewPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<SavedView>(Type.Ref('SavedView')), { description: 'By name.' }),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'Null: they come on one page.',
    }),
  },
  {
    $id: 'SavedViewPage',
    description: 'One\u2019s own views and those that are shared.',
    examples: [{ items: [SAVED_VIEW_EXAMPLE], nextCursor: null }],
  },
)
export type SavedViewPage = Static<typeof SavedViewPage>

export const NewSavedView = Type.Object(
  {
    name: Name,
    query: Query,
    isShared: Type.Optional(Type.Boolean({ description: 'False unless given.' })),
  },
  { additionalProperties: false },
)
export type NewSavedView = Static<typeof NewSavedView>

export const SavedViewPath = Type.Object({
  id: Type.String({ maxLength: 36, pattern: '^[0-9a-f-]+$', description: '`id` of a view.' }),
})
export type SavedViewPath = Static<typeof SavedViewPath>
