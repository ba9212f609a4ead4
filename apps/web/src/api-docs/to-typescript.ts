import { type ApiDocument, type ApiParameter, resolveSchema } from './api-document.ts'
import { listValues } from './describe-schema.ts'
import { type Draft, readTyped } from './draft.ts'
import type { Operation } from './read-operations.ts'
import { takesToken } from './to-callers.ts'

/**
 * The request as a call of `@vestibule/client`, whose methods are called as the operations are. They
 * take what is in the path first, each for itself; then the body, or else the query; then, by its own
 * name, the key that makes a request repeatable, or with the query the reason that the audit wants.
 */
export function toTypescript(
  document: ApiDocument,
  operation: Operation,
  draft: Draft,
  origin: string,
): string {
  // An address is for a page of the application itself, which sends the cookie.
  const options =
    takesToken(operation.callers) && !isAddress(operation)
      ? `{\n  baseUrl: ${quote(origin)},\n  getToken: async () => accessToken,\n}`
      : `{ baseUrl: ${quote(origin)} }`
  const call = `client.${operation.id}(${toArguments(document, operation, draft).join(', ')})`
  return `import { createClient } from '@vestibule/client'

const client = createClient(${options})
${toStatement(operation, call)}`
}

function toStatement({ replies, ...operation }: Operation, call: string): string {
  if (isAddress({ replies, ...operation })) return `const address = ${call}`
  const answersJson = replies.some(
    ({ status, content }) => status.startsWith('2') && 'application/json' in content,
  )
  return answersJson ? `const answer = await ${call}` : `await ${call}`
}

/** For pictures and streams the client gives the address, for an `<img>` or an `EventSource`. */
export function isAddress({ replies }: Operation): boolean {
  return replies.some(({ content }) =>
    Object.keys(content).some((type) => /^image\/|^text\/event-stream$/.test(type)),
  )
}

function toArguments(document: ApiDocument, operation: Operation, draft: Draft): string[] {
  const { parameters } = operation
  const typed = (where: ApiParameter['in']) =>
    parameters.filter((parameter) => parameter.in === where)
  const value = (parameter: ApiParameter) => toValue(document, parameter, draft)
  const header = (wanted: string) => {
    const parameter = parameters.find(({ name }) => name.toLowerCase() === wanted)
    return parameter && value(parameter)
  }
  const args = typed('path').map((parameter) => toLiteral(value(parameter) ?? ''))
  if (isAddress(operation)) {
    const size = parameters.find(({ name }) => name === 'size')
    return size ? [...args, toLiteral(value(size) ?? 240)] : args
  }
  if (operation.body) args.push(toBody(draft))
  else {
    const query = typed('query')
      // The method stands for the one value that there is.
      .filter(({ schema }) => listValues(document, schema).length !== 1)
      .map((parameter) => [parameter.name, value(parameter)])
      .filter(([, given]) => given !== undefined)
    const reason = header('x-reason')
    if (reason !== undefined) {
      return [...args, toLiteral({ ...Object.fromEntries(query), reason: toPlain(reason) })]
    }
    if (query.length > 0) args.push(toLiteral(Object.fromEntries(query)))
  }
  const given = header('idempotency-key')
  return given === undefined ? args : [...args, toLiteral({ key: given })]
}

/** It is typed as the header has it, and the client encodes it. */
function toPlain(encoded: unknown): string {
  try {
    return decodeURIComponent(String(encoded))
  } catch {
    return String(encoded)
  }
}

/** What is typed for a parameter as the type that it has. */
function toValue(document: ApiDocument, parameter: ApiParameter, draft: Draft): unknown {
  const typed = readTyped(document, parameter, draft)
  const [first] = typed
  if (first === undefined) return undefined
  const { type } = resolveSchema(document, parameter.schema)
  if (type === 'array') return typed
  if (type === 'boolean') return first === 'true'
  return type === 'integer' || type === 'number' ? Number(first) : first
}

function toBody({ mediaType, body }: Draft): string {
  if (!mediaType?.includes('json')) return quote(body)
  try {
    return toLiteral(JSON.parse(body))
  } catch {
    return '{}'
  }
}

/** A value as people write it in TypeScript. */
function toLiteral(value: unknown, indent = ''): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const deeper = `${indent}  `
  const isArray = Array.isArray(value)
  const parts = isArray
    ? value.map((item) => toLiteral(item, deeper))
    : Object.entries(value).map(([name, item]) => `${toName(name)}: ${toLiteral(item, deeper)}`)
  const [open, close] = isArray ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return open + close
  const line = isArray ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
  if (line.length <= 60 && !line.includes('\n')) return line
  return `${open}\n${parts.map((part) => `${deeper}${part},\n`).join('')}${indent}${close}`
}

function toName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)
}

function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')
  return `'${escaped}'`
}
