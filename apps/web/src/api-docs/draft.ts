import type { ApiDocument, ApiParameter, Schema } from './api-document.ts'
import { resolveSchema } from './api-document.ts'
import type { Operation } from './read-operations.ts'
import { toBodySample, toSample } from './to-sample.ts'

/** A request as it is being filled in. */
export interface Draft {
  /** By `toKey`, each as typed; the values of a list stand one on a line. */
  values: Readonly<Record<string, string>>
  mediaType: string | undefined
  body: string
}

export function toKey({ in: where, name }: Pick<ApiParameter, 'in' | 'name'>): string {
  return `${where} ${name}`
}

/** What it begins with: an example of everything that must be there. */
export function toDraft(document: ApiDocument, { parameters, body }: Operation): Draft {
  const wanted = parameters.filter(({ required, in: where }) => required || where === 'path')
  const values = wanted.map((parameter) => {
    const sample = parameter.example ?? toSample(document, parameter.schema)
    return [toKey(parameter), [sample].flat().map(String).join('\n')]
  })
  const [mediaType] = Object.keys(body?.content ?? {})
  return {
    values: Object.fromEntries(values),
    mediaType,
    body: mediaType && body ? toBodyText(toBodySample(document, body.content, mediaType)) : '',
  }
}

export function toBodyText(sample: unknown): string {
  return typeof sample === 'string' ? sample : JSON.stringify(sample, null, 2)
}

/** What is typed for a parameter, value by value; of a list it may be several. */
export function readTyped(document: ApiDocument, parameter: ApiParameter, draft: Draft): string[] {
  const typed = draft.values[toKey(parameter)] ?? ''
  if (!isList(document, parameter.schema)) return typed === '' ? [] : [typed]
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

export function isList(document: ApiDocument, schema: Schema | undefined): boolean {
  return resolveSchema(document, schema).type === 'array'
}
