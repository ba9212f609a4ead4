import {
  type ApiDocument,
  type ApiOperation,
  type ApiParameter,
  type Content,
  resolveSchema,
} from './api-document.ts'
import { listValues } from './describe-schema.ts'
import { type Caller, toCallers } from './to-callers.ts'

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const
export type Method = (typeof METHODS)[number]

/** One operation, with all that stands about it in several places of the document. */
export interface Operation {
  id: string
  method: Method
  path: string
  /** The resource it is of, as the path spells it. */
  group: string
  summary: string
  description: string | undefined
  parameters: ApiParameter[]
  body: { content: Content; isRequired: boolean; description: string | undefined } | undefined
  replies: Reply[]
  callers: Caller[]
  /** The codes of the problems that it can answer. */
  codes: string[]
}

export interface Reply {
  status: string
  description: string | undefined
  content: Content
}

export interface OperationGroup {
  name: string
  operations: Operation[]
}

/** The operations in groups, those of one resource together, in the order of the document. */
export function readGroups(document: ApiDocument): OperationGroup[] {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const operation = methods[method]
      return operation ? [toOperation(document, { path, method, operation })] : []
    }),
  )
  const groups = Object.entries(Object.groupBy(operations, ({ group }) => group)).map(
    ([name, operations = []]) => ({ name, operations }),
  )
  // Signing in is the browser's business; who calls the API looks for the resources.
  return [
    ...groups.filter(({ name }) => name !== 'auth'),
    ...groups.filter(({ name }) => name === 'auth'),
  ]
}

interface Place {
  path: string
  method: Method
  operation: ApiOperation
}

function toOperation(document: ApiDocument, { path, method, operation }: Place): Operation {
  const { requestBody, responses = {}, tags } = operation
  const callers = toCallers(document, operation)
  return {
    id: operation.operationId ?? `${method} ${path}`,
    method,
    path,
    group: tags?.[0] ?? /^\/(?:api\/)?([^/]+)/.exec(path)?.[1] ?? path,
    summary: operation.summary ?? operation.operationId ?? path,
    description: operation.description,
    parameters: toOrdered(operation.parameters ?? [], path),
    body: requestBody && {
      content: requestBody.content ?? {},
      isRequired: requestBody.required ?? false,
      description: requestBody.description,
    },
    replies: Object.entries(responses).map(([status, { description, content = {} }]) => ({
      status,
      // What the server's library writes where nobody has said anything.
      description: description === 'Default Response' ? undefined : description,
      content,
    })),
    callers,
    codes: listCodes(document, operation).filter((code) =>
      canAnswer(code, {
        method,
        operation,
        isOpen: callers.some(({ kind }) => kind === 'anybody'),
      }),
    ),
  }
}

/** Those of the path first, in its own order. */
function toOrdered(parameters: readonly ApiParameter[], path: string): ApiParameter[] {
  const place = ({ in: where, name }: ApiParameter) =>
    where === 'path' ? path.indexOf(`{${name}}`) : Number.POSITIVE_INFINITY
  return parameters.toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0))
}

/** The codes of the problem that failures are described by. */
function listCodes(document: ApiDocument, { responses = {} }: ApiOperation): string[] {
  const schemas = Object.values(responses).map(
    ({ content }) => content?.['application/problem+json']?.schema,
  )
  const codes = schemas.flatMap((schema) =>
    listValues(document, resolveSchema(document, schema).properties?.code),
  )
  return [...new Set(codes.map(String))]
}

/** Leaves out what cannot come, as far as the description alone can tell. */
function canAnswer(
  code: string,
  { method, operation, isOpen }: { method: Method; operation: ApiOperation; isOpen: boolean },
): boolean {
  switch (code) {
    case 'csrf':
    case 'conflict':
    case 'step_up_required':
      return method !== 'get'
    case 'payload_too_large':
      return operation.requestBody !== undefined
    case 'session_expired':
    case 'consent_required':
    case 'claims_challenge':
    case 'entra_account_required':
      return !isOpen
    default:
      return true
  }
}
