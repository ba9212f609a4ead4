import { findSchemaChanges, type Pair, type Schema, type Schemas } from './find-schema-changes.ts'

/** Of an OpenAPI document what a program that calls the API can feel. */
export interface Api {
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Schemas }
}

interface Operation {
  operationId?: string
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content?: Content }
  responses?: Record<string, { content?: Content }>
  security?: Record<string, string[]>[]
}

interface Parameter {
  name: string
  in: string
  required?: boolean
  schema?: Schema
}

type Content = Record<string, { schema?: Schema }>

/**
 * What of an API breaks the programs that were written for the one before: a sentence each. What only
 * came in addition is no part of it.
 */
export function findBreakingChanges({ before, after }: Pair<Api>): string[] {
  const schemas = {
    before: before.components?.schemas ?? {},
    after: after.components?.schemas ?? {},
  }
  const operations = new Map(listOperations(after).map((one) => [one.key, one]))
  return listOperations(before).flatMap(({ key, name, operation }) => {
    const same = operations.get(key)
    if (!same) return [`${name} is gone.`]
    const pair = { before: operation, after: same.operation }
    return [
      ...compareNames(pair),
      ...compareCallers(pair),
      ...compareParameters(pair, schemas),
      ...compareBody(pair, schemas),
      ...compareReplies(pair, schemas),
    ].map((sentence) => `${name}: ${sentence}`)
  })
}

/** Each by method and path; what a parameter in a path is called, nobody who calls it sees. */
function listOperations({ paths }: Api) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      key: `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`,
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  )
}

function compareNames({ before, after }: Pair<Operation>): string[] {
  if (before.operationId === after.operationId) return []
  return [`the operation ${before.operationId} is now called ${after.operationId}.`]
}

/** Whoever may call must still be able to, in the same way. */
function compareCallers({ before, after }: Pair<Operation>): string[] {
  const anybody: Record<string, string[]>[] = [{}]
  const [old, now] = [before, after].map(({ security }) =>
    security?.length ? security : anybody,
  ) as [typeof anybody, typeof anybody]
  const lost = old.filter((way) => !now.some((other) => isEnough(way, other)))
  return lost.map((way) => `${toWayText(way)} may call it no longer.`)
}

/** Whether who brings all of one way has what another one wants. */
function isEnough(brought: Record<string, string[]>, wanted: Record<string, string[]>): boolean {
  return Object.entries(wanted).every(
    ([name, scopes]) => brought[name] && scopes.every((scope) => brought[name]?.includes(scope)),
  )
}

function toWayText(way: Record<string, string[]>): string {
  const parts = Object.entries(way).map(([name, scopes]) => [name, ...scopes].join(' '))
  return parts.length > 0 ? parts.join(' with ') : 'anybody'
}

function compareParameters({ before, after }: Pair<Operation>, schemas: Pair<Schemas>): string[] {
  // Those in the path are known by their place alone.
  const list = ({ parameters = [] }: Operation) => parameters.filter((one) => one.in !== 'path')
  const find = (all: Parameter[], { in: where, name }: Parameter) =>
    all.find((one) => one.in === where && one.name.toLowerCase() === name.toLowerCase())
  const kept = list(before).flatMap((parameter) => {
    const name = `the parameter ${parameter.name}`
    const same = find(list(after), parameter)
    if (!same) return [`${name} is gone.`]
    const pair = { before: parameter.schema ?? {}, after: same.schema ?? {} }
    const changes = findSchemaChanges(pair, { name, isRequest: true, schemas })
    return same.required && !parameter.required ? [...changes, `${name} is now required.`] : changes
  })
  const added = list(after).filter((parameter) => !find(list(before), parameter))
  return [
    ...kept,
    ...added
      .filter(({ required }) => required)
      .map(({ name }) => `the parameter ${name} is new and required.`),
  ]
}

function compareBody({ before, after }: Pair<Operation>, schemas: Pair<Schemas>): string[] {
  const [old, now] = [before.requestBody, after.requestBody]
  const isNeeded = now?.required && !old?.required ? ['a request body is now required.'] : []
  const contents = { before: old?.content ?? {}, after: now?.content ?? {} }
  return [...isNeeded, ...compareContents(contents, { name: 'request', isRequest: true, schemas })]
}

function compareReplies({ before, after }: Pair<Operation>, schemas: Pair<Schemas>): string[] {
  return Object.entries(before.responses ?? {}).flatMap(([status, { content = {} }]) => {
    const same = after.responses?.[status]
    if (!same) return [`the reply ${status} is gone.`]
    const contents = { before: content, after: same.content ?? {} }
    return compareContents(contents, { name: `reply ${status}`, isRequest: false, schemas })
  })
}

function compareContents(
  { before, after }: Pair<Content>,
  place: { name: string; isRequest: boolean; schemas: Pair<Schemas> },
): string[] {
  return Object.entries(before).flatMap(([mediaType, { schema = {} }]) => {
    const same = after[mediaType]
    if (!same) return [`${place.name} is ${mediaType} no longer.`]
    const pair = { before: schema, after: same.schema ?? {} }
    return findSchemaChanges(pair, { ...place, name: `${place.name}: ` })
  })
}

/** An API without its words, which may change at any time. */
export function toBareApi(api: Api): Api {
  const words = ['description', 'summary', 'title', 'example', 'examples']
  // What stands under `properties` is a field, whatever it is called.
  const strip = (value: unknown, isNames: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => strip(item, false))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => isNames || !words.includes(name))
        .map(([name, member]) => [name, strip(member, !isNames && name === 'properties')]),
    )
  }
  const { paths, components } = api
  return strip({ paths, components: { schemas: components?.schemas } }, false) as Api
}
