import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc, { type Arbitrary } from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { assertDescribed } from '../helpers/assert-described.ts'
import { getDaemonToken, getDelegatedToken } from '../helpers/bearer.ts'
import { SAME_ORIGIN, type Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'
import { type Schema, toArbitrary } from './to-arbitrary.ts'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: Schema
}

interface Operation {
  operationId: string
  method: string
  path: string
  parameters: Parameter[]
  /** By media type. */
  bodies: Record<string, Schema>
}

interface Sent {
  caller: (typeof CALLERS)[number]
  url: string
  headers: Record<string, string>
  payload: string | undefined
}

const CALLERS = ['nobody', 'session', 'delegated', 'app'] as const
const METHODS = ['get', 'post', 'patch', 'put', 'delete']

const api = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../packages/client/openapi.json'), 'utf8'),
)

/** Every operation that the API describes. */
export const operations: Operation[] = Object.entries<Record<string, never>>(api.paths).flatMap(
  ([path, methods]) =>
    METHODS.filter((method) => Object.hasOwn(methods, method)).map((method) => {
      const {
        operationId,
        parameters = [],
        requestBody,
      } = methods[method] as unknown as {
        operationId: string
        parameters?: Parameter[]
        requestBody?: { content: Record<string, { schema: Schema }> }
      }
      const contents = Object.entries(requestBody?.content ?? {})
      const bodies = Object.fromEntries(contents.map(([type, { schema }]) => [type, schema]))
      return { operationId, method: method.toUpperCase(), path, parameters, bodies }
    }),
)

function resolve(ref: string): Schema {
  const [, ...names] = ref.split('/')
  return names.reduce((value, name) => value[name], api)
}

/** Sends requests as its description says, nearly, to a whole application. */
export interface ApiFuzzer extends AsyncDisposable {
  /** Runs so many requests of an operation. @throws the first that is answered as it should not be */
  fuzz(operation: Operation, runs: number): Promise<Record<number, number>>
}

export async function startApiFuzzer(): Promise<ApiFuzzer> {
  const world = await startWorld({ users: 200, mail: true, env: { RATE_LIMIT_PER_MINUTE: '0' } })
  const ada = await world.signIn('Ada Admin')
  const query = { action: 'query', users: ['tom@contoso.test'], dryRun: true }
  const batchId = (await ada.post('/api/user-batches', query)).json().id
  const ids = [
    batchId,
    ...world.emulator
      .listUsers()
      .slice(0, 5)
      .map(({ id }) => id),
  ]
  const tokens = {
    delegated: await getDelegatedToken(world.emulator, 'Ada Admin'),
    app: await getDaemonToken(world.emulator),
  }
  let visitor: Visitor = ada

  async function toCredentials(caller: Sent['caller']): Promise<Record<string, string>> {
    if (caller === 'nobody') return {}
    if (caller !== 'session') return { authorization: `Bearer ${tokens[caller]}` }
    // A request before may have ended it, as it should.
    if ((await visitor.get('/api/me')).statusCode !== 200) visitor = await world.signIn()
    return { cookie: visitor.sessionCookie() }
  }

  return {
    async fuzz(operation, runs) {
      const counts: Record<number, number> = {}
      const property = fc.asyncProperty(toRequest(operation, ids), async (sent) => {
        const credentials = await toCredentials(sent.caller)
        const reply = await world.app.inject({
          method: operation.method as 'GET',
          url: sent.url,
          headers: { host: 'localhost:3000', ...SAME_ORIGIN, ...sent.headers, ...credentials },
          ...(sent.payload !== undefined && { payload: sent.payload }),
        })
        counts[reply.statusCode] = (counts[reply.statusCode] ?? 0) + 1
        expectSound(operation, sent.url, reply)
      })
      await fc.assert(property, { numRuns: runs })
      return counts
    },
    [Symbol.asyncDispose]: () => stop(world),
  }
}

async function stop(world: World) {
  await world[Symbol.asyncDispose]()
}

function expectSound({ method }: Operation, url: string, reply: LightMyRequestResponse) {
  if (reply.statusCode >= 500) throw new Error(`${reply.statusCode}: ${reply.body}`)
  if (!reply.headers['x-request-id']) throw new Error('The reply has no request id.')
  const type = String(reply.headers['content-type'])
  if (reply.statusCode >= 400 && !type.startsWith('application/problem+json')) {
    throw new Error(`${reply.statusCode} is no problem but ${type}.`)
  }
  assertDescribed(method, url, reply)
}

function toRequest({ path, parameters, bodies }: Operation, ids: string[]): Arbitrary<Sent> {
  const of = (place: Parameter['in']) =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === place)
          .map(({ name, schema }) => [name, toValue(name, place, schema, ids)]),
      ),
      { requiredKeys: place === 'path' ? undefined : [] } as object,
    ) as Arbitrary<Record<string, unknown>>
  return fc
    .record({
      caller: fc.constantFrom(...CALLERS),
      path: of('path'),
      query: of('query'),
      headers: of('header'),
      body: toBody(bodies),
    })
    .map(({ caller, path: places, query, headers, body }) => ({
      caller,
      url: toUrl(path, places, query),
      headers: { ...toHeaders(headers), ...(body && { 'content-type': body.type }) },
      payload: body?.text,
    }))
}

/** What is there is asked for as well as what is not. */
function toValue(name: string, place: string, schema: Schema, ids: string[]): Arbitrary<unknown> {
  const arbitrary = toArbitrary(schema, resolve)
  return place === 'path' && name === 'id'
    ? fc.oneof(arbitrary, fc.constantFrom(...ids))
    : arbitrary
}

function toBody(bodies: Operation['bodies']) {
  const types = Object.entries(bodies)
  if (types.length === 0) return fc.constant(undefined)
  const described = types.map(([type, schema]) =>
    toArbitrary(schema, resolve).map((value) => ({
      type,
      text: type === 'application/json' ? JSON.stringify(value) : String(value),
    })),
  )
  const broken = fc.record({
    type: fc.constantFrom(
      'application/json',
      'application/json; charset=utf-7',
      'text/plain',
      'text/csv',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      '\t',
    ),
    text: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(
        '',
        '{',
        '{"a":1,"a":2}',
        '\ufeff{}',
        '['.repeat(20_000),
        '"\\ud800"',
        'null',
      ),
    ),
  })
  return fc.oneof(
    { weight: 5, arbitrary: fc.oneof(...described) },
    { weight: 1, arbitrary: broken },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )
}

function toUrl(path: string, places: Record<string, unknown>, query: Record<string, unknown>) {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encode(places[name]))
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}=${encode(one)}`),
  )
  return pairs.length > 0 ? `${filled}?${pairs.join('&')}` : filled
}

/** A lone surrogate has no form in an address. */
function encode(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return encodeURIComponent(text.toWellFormed())
}

/** What a client can put into a header at all. */
function toHeaders(values: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    String(value)
      .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')
      .slice(0, 1000),
  ])
  return Object.fromEntries(entries)
}
