import { expect, it } from 'vitest'
import type { ApiDocument } from './api-document.ts'
import { listFields, listValues, readDescription, toTypeText } from './describe-schema.ts'
import { findCodes, findMatches, toSearchEntry } from './find-matches.ts'
import { readGroups } from './read-operations.ts'
import { toSample } from './to-sample.ts'

/** A tree of folders, each of which holds folders. */
const document: ApiDocument = {
  paths: {
    '/auth/enter': { post: { operationId: 'enter' } },
    '/api/folders/{id}': {
      get: {
        operationId: 'getFolder',
        summary: 'One folder',
        parameters: [
          { name: 'depth', in: 'query', schema: { type: 'integer' } },
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        ],
        security: [{ session: [] }, { bearer: ['access_as_user'] }, { bearer: ['Folders.Read'] }],
        responses: {
          200: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Folder' } } },
          },
          default: {
            content: {
              'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
            },
          },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      session: { type: 'apiKey', in: 'cookie', name: '__Host-vestibule' },
      bearer: { type: 'http', scheme: 'bearer' },
    },
    schemas: {
      Folder: {
        type: 'object',
        required: ['name', 'folders'],
        properties: {
          name: { type: 'string', examples: ['Letters'] },
          kind: {
            anyOf: [{ enum: ['open', 'shut'], description: 'Shut ones.' }, { type: 'null' }],
          },
          folders: { type: 'array', items: { $ref: '#/components/schemas/Folder' } },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
      Circle: { $ref: '#/components/schemas/Circle' },
      Problem: {
        type: 'object',
        properties: { code: { enum: ['not_found', 'csrf', 'session_expired'] } },
      },
    },
  },
}
const folder = { $ref: '#/components/schemas/Folder' }
const [folders, auth] = readGroups(document)
const [getFolder] = folders?.operations ?? []

it('what holds itself ends, in a description and in an example', () => {
  expect(listFields(document, folder).map(({ name }) => name)).toEqual([
    'name',
    'kind',
    'folders',
    'labels',
  ])
  expect(toSample(document, folder)).toEqual({ name: 'Letters', folders: [] })
  expect(toTypeText(document, { $ref: '#/components/schemas/Circle' })).toBe('Circle')
  expect(listFields(document, { $ref: '#/components/schemas/Circle' })).toEqual([])
})

it('a type is written as TypeScript would', () => {
  const fields = Object.fromEntries(
    listFields(document, folder).map(({ name, schema }) => [name, schema]),
  )
  expect(toTypeText(document, fields.kind)).toBe('string | null')
  expect(toTypeText(document, fields.folders)).toBe('Folder[]')
  expect(listValues(document, fields.kind)).toEqual(['open', 'shut'])
  expect(readDescription(document, fields.kind ?? {})).toBe('Shut ones.')
  expect(listFields(document, fields.labels).map(({ name }) => name)).toEqual(['[…]'])
})

it('an operation has its callers, its parameters in the order of the path, and only codes it can answer', () => {
  expect(getFolder).toMatchObject({
    group: 'folders',
    parameters: [{ name: 'id' }, { name: 'depth' }],
    callers: [
      { kind: 'session' },
      { kind: 'delegated', scopes: ['access_as_user'] },
      { kind: 'application', roles: ['Folders.Read'] },
    ],
    codes: ['not_found', 'session_expired'],
  })
  expect(auth).toMatchObject({ name: 'auth', operations: [{ callers: [{ kind: 'anybody' }] }] })
})

it('the search finds names before fields, and codes', () => {
  if (!getFolder) throw new Error('There is no operation.')
  const entries = [toSearchEntry(document, getFolder)]
  expect(findMatches(entries, 'one folder')).toMatchObject([{ field: undefined }])
  expect(findMatches(entries, 'label')).toMatchObject([{ field: 'labels' }])
  expect(findMatches(entries, 'csrf')).toEqual([])
  expect(findCodes(['not_found', 'csrf'], 'not fo')).toEqual(['not_found'])
})
