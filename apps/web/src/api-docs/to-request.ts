import type { ApiDocument } from './api-document.ts'
import { type Draft, readTyped } from './draft.ts'
import type { Operation } from './read-operations.ts'

/** A request, ready to be sent or shown. */
export interface ApiRequest {
  method: string
  /** With its query. */
  path: string
  headers: Record<string, string>
  body: string | undefined
}

/** Every unsafe request of a session carries it: no form of another site can send it. */
const CSRF = { 'X-CSRF': '1' }

export function isUnsafe({ method }: Pick<Operation, 'method'>): boolean {
  return method !== 'get'
}

/** @param hasToken a token goes with it, and not the session's cookie */
export function toRequest(
  document: ApiDocument,
  operation: Operation,
  draft: Draft,
  hasToken: boolean,
): ApiRequest {
  let path = operation.path
  const query = new URLSearchParams()
  const headers: Record<string, string> = {}
  for (const parameter of operation.parameters) {
    const values = readTyped(document, parameter, draft)
    if (parameter.in === 'path') {
      path = path.replace(`{${parameter.name}}`, () => encodeURIComponent(values.join()))
    }
    if (parameter.in === 'query') for (const value of values) query.append(parameter.name, value)
    if (parameter.in === 'header' && values.length > 0) headers[parameter.name] = values.join()
  }
  const mediaType = draft.body.trim() === '' ? undefined : draft.mediaType
  return {
    method: operation.method.toUpperCase(),
    path: query.size > 0 ? `${path}?${query}` : path,
    headers: {
      ...headers,
      ...(isUnsafe(operation) && !hasToken && CSRF),
      ...(mediaType && { 'Content-Type': mediaType }),
    },
    body: mediaType && draft.body,
  }
}

/** The names of what must be filled in and is not. */
export function listMissing(document: ApiDocument, operation: Operation, draft: Draft): string[] {
  const missing = operation.parameters
    .filter(({ required, in: where }) => required || where === 'path')
    .filter((parameter) => readTyped(document, parameter, draft).length === 0)
  return missing.map(({ name }) => name)
}

/** Whether a body that is called JSON is none. */
export function isBrokenJson({ mediaType, body }: Draft): boolean {
  if (!mediaType?.includes('json') || body.trim() === '') return false
  try {
    JSON.parse(body)
    return false
  } catch {
    return true
  }
}
