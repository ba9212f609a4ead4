import { expect, it } from 'vitest'
import { type Api, findBreakingChanges, toBareApi } from './find-breaking-changes.ts'

/** A small API: rooms, which have doors, which lead to rooms. */
const BEFORE = {
  paths: {
    '/api/rooms/{id}': {
      get: {
        operationId: 'getRoom',
        summary: 'One room',
        security: [{ session: [] }, { bearer: ['access_as_user'] }],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'size', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 99 } },
          { name: 'sort', in: 'query', schema: { enum: ['name', 'age', 'size'] } },
        ],
        responses: {
          200: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Room' } } },
          },
          204: {},
        },
      },
    },
    '/api/doors': {
      post: {
        operationId: 'addDoor',
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name'],
                additionalProperties: false,
                properties: {
                  name: { type: 'string', maxLength: 50 },
                  colour: { anyOf: [{ type: 'string' }, { type: 'null' }] },
                },
              },
            },
            'text/csv': { schema: { type: 'string' } },
          },
        },
        responses: { 201: {} },
      },
    },
  },
  components: {
    schemas: {
      Room: {
        type: 'object',
        required: ['name', 'doors', 'state', 'description'],
        properties: {
          name: { type: 'string', description: 'What it is called.' },
          description: { type: 'string' },
          state: { enum: ['open', 'shut'] },
          doors: { type: 'array', items: { $ref: '#/components/schemas/Door' } },
          age: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
        },
      },
      Door: {
        type: 'object',
        required: ['to'],
        properties: { to: { $ref: '#/components/schemas/Room' }, width: { type: 'number' } },
      },
    },
  },
}

type Draft = typeof BEFORE & { paths: Record<string, unknown> }
const room = (api: Draft) => api.components.schemas.Room
const get = (api: Draft) => api.paths['/api/rooms/{id}'].get
const post = (api: Draft) => api.paths['/api/doors'].post
const body = (api: Draft) => post(api).requestBody.content['application/json'].schema

/** Names a change; what it is; the sentences that it has to bring, behind the operation. */
const BREAKING: [string, (api: Draft) => unknown, string[]][] = [
  [
    'a removed operation',
    (api) => Reflect.deleteProperty(api.paths, '/api/doors'),
    ['POST /api/doors is gone.'],
  ],
  [
    'a renamed operation',
    (api) => Object.assign(get(api), { operationId: 'readRoom' }),
    ['GET /api/rooms/{id}: the operation getRoom is now called readRoom.'],
  ],
  [
    'a caller who may call no longer',
    (api) => get(api).security.pop(),
    ['GET /api/rooms/{id}: bearer access_as_user may call it no longer.'],
  ],
  [
    'an operation that is no longer for everybody',
    (api) => Object.assign(post(api), { security: [{ session: [] }] }),
    ['POST /api/doors: anybody may call it no longer.'],
  ],
  [
    'a removed field of a reply',
    (api) => Reflect.deleteProperty(room(api).properties, 'age'),
    ['GET /api/rooms/{id}: reply 200: age is gone.'],
  ],
  [
    'a renamed field of a reply, deep inside',
    (api) => {
      const { properties } = api.components.schemas.Door
      Object.assign(properties, { breadth: properties.width })
      Reflect.deleteProperty(properties, 'width')
    },
    ['GET /api/rooms/{id}: reply 200: doors[].width is gone.'],
  ],
  [
    'a field of a reply that may be missing',
    (api) => room(api).required.shift(),
    ['GET /api/rooms/{id}: reply 200: name may now be missing.'],
  ],
  [
    'a field of a reply that may be null',
    (api) =>
      Object.assign(room(api).properties, {
        name: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      }),
    ['GET /api/rooms/{id}: reply 200: name may now be null.'],
  ],
  [
    'a changed type of a reply',
    (api) => Object.assign(room(api).properties.name, { type: 'integer' }),
    ['GET /api/rooms/{id}: reply 200: name may now be integer.'],
  ],
  [
    'a removed value of a reply',
    (api) => room(api).properties.state.enum.pop(),
    ['GET /api/rooms/{id}: reply 200: state lost the value "shut".'],
  ],
  [
    'a removed status',
    (api) => Reflect.deleteProperty(get(api).responses, '204'),
    ['GET /api/rooms/{id}: the reply 204 is gone.'],
  ],
  [
    'a removed media type',
    (api) => Reflect.deleteProperty(post(api).requestBody.content, 'text/csv'),
    ['POST /api/doors: request is text/csv no longer.'],
  ],
  [
    'a removed parameter',
    (api) => get(api).parameters.splice(1, 1),
    ['GET /api/rooms/{id}: the parameter size is gone.'],
  ],
  [
    'a new parameter that is required',
    (api) =>
      get(api).parameters.push({
        name: 'x',
        in: 'query',
        required: true,
        schema: { type: 'string' },
      }),
    ['GET /api/rooms/{id}: the parameter x is new and required.'],
  ],
  [
    'a parameter that is narrower',
    (api) => Object.assign(get(api).parameters[1]?.schema ?? {}, { minimum: 5, maximum: 50 }),
    [
      'GET /api/rooms/{id}: the parameter size is narrower: minimum is now 5.',
      'GET /api/rooms/{id}: the parameter size is narrower: maximum is now 50.',
    ],
  ],
  [
    'a removed value of a parameter',
    (api) => get(api).parameters[2]?.schema.enum?.splice(1, 1),
    ['GET /api/rooms/{id}: the parameter sort lost the value "age".'],
  ],
  [
    'a new field of a request that is required',
    (api) => {
      Object.assign(body(api).properties, { key: { type: 'string' } })
      body(api).required.push('key')
    },
    ['POST /api/doors: request: key is new and required.'],
  ],
  [
    'a field of a request that has become required',
    (api) => body(api).required.push('colour'),
    ['POST /api/doors: request: colour is now required.'],
  ],
  [
    'a removed field of a request',
    (api) => Reflect.deleteProperty(body(api).properties, 'colour'),
    ['POST /api/doors: request: colour is gone.'],
  ],
  [
    'a request that may not be null any more',
    (api) => Object.assign(body(api).properties, { colour: { type: 'string' } }),
    ['POST /api/doors: request: colour may no longer be null.'],
  ],
  [
    'a request of which only some values are taken',
    (api) => Object.assign(body(api).properties, { name: { enum: ['front'] } }),
    ['POST /api/doors: request: name may now be "front" alone.'],
  ],
  [
    'a request that has to fit a pattern',
    (api) => Object.assign(body(api).properties.name, { pattern: '^a' }),
    ['POST /api/doors: request: name has to fit another pattern: ^a'],
  ],
  [
    'a body that has become required',
    (api) => Object.assign(post(api).requestBody, { required: true }),
    ['POST /api/doors: a request body is now required.'],
  ],
]

const HARMLESS: [string, (api: Draft) => unknown][] = [
  ['nothing', () => {}],
  ['a new operation', (api) => Object.assign(api.paths, { '/api/new': { get: {} } })],
  ['another caller', (api) => get(api).security.push({ bearer: ['Rooms.Read'] })],
  [
    'a new field of a reply',
    (api) => Object.assign(room(api).properties, { x: { type: 'string' } }),
  ],
  ['a field of a reply that always comes', (api) => room(api).required.push('age')],
  ['a new value of a reply', (api) => room(api).properties.state.enum.push('locked')],
  [
    'a new field of a request',
    (api) => Object.assign(body(api).properties, { x: { type: 'string' } }),
  ],
  ['a field of a request that may be left out', (api) => body(api).required.pop()],
  ['a wider request', (api) => Object.assign(body(api).properties.name, { maxLength: 80 })],
  ['another order of values', (api) => get(api).parameters[2]?.schema.enum?.reverse()],
  ['another order of parameters', (api) => get(api).parameters.reverse()],
  ['other words', (api) => Object.assign(room(api).properties.name, { description: 'Its name.' })],
  [
    'another name of what is in a path',
    (api) => {
      const { get: operation } = api.paths['/api/rooms/{id}']
      Object.assign(operation.parameters[0] ?? {}, { name: 'key' })
      Object.assign(api.paths, { '/api/rooms/{key}': { get: operation } })
      Reflect.deleteProperty(api.paths, '/api/rooms/{id}')
    },
  ],
  [
    'a name for what had none',
    (api) => {
      Object.assign(api.components.schemas, { NewDoor: structuredClone(body(api)) })
      Object.assign(post(api).requestBody.content['application/json'], {
        schema: { $ref: '#/components/schemas/NewDoor' },
      })
    },
  ],
]

function compare(change: (api: Draft) => unknown): string[] {
  const after = structuredClone(BEFORE) as Draft
  change(after)
  return findBreakingChanges({ before: toBareApi(BEFORE as Api), after: after as Api })
}

it.each(BREAKING)('%s breaks those who call', (_name, change, sentences) => {
  expect(compare(change)).toEqual(sentences)
})

it.each(HARMLESS)('%s breaks nobody', (_name, change) => {
  expect(compare(change)).toEqual([])
})

it('words are left out, and fields that are called like words are not', () => {
  const bare = toBareApi(BEFORE as Api)
  expect(JSON.stringify(bare)).not.toContain('What it is called.')
  expect(bare.components?.schemas?.Room?.properties).toHaveProperty('description')
})
