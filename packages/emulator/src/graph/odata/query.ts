import type { FastifyRequest } from 'fastify'
import { GraphError } from '../graph-error.ts'

/** The system query options of a request, not yet judged. */
export interface ODataQuery {
  select: string[] | undefined
  filter: string | undefined
  search: string | undefined
  orderby: string | undefined
  top: number | undefined
  count: boolean
  expand: string | undefined
  skiptoken: string | undefined
  /** `ConsistencyLevel: eventual` was sent. */
  isEventual: boolean
  /** Path and query as sent, what a nextLink repeats. */
  url: string
}

const known = [
  'select',
  'filter',
  'search',
  'orderby',
  'top',
  'count',
  'expand',
  'skiptoken',
  'format',
]

function readTop(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const top = Number(value)
  if (/^\d+$/.test(value) && top >= 1 && top <= 999) return top
  throw new GraphError(
    400,
    'Request_BadRequest',
    `Invalid page size specified: '${value}'. Must be between 1 and 999 inclusive.`,
  )
}

/** Query options by name, without the `$` that Graph does without too. Throws 400 for one that is not known. */
export function readQueryOptions(
  request: FastifyRequest,
  known: readonly string[],
): Map<string, string> {
  const options = new Map<string, string>()
  const mark = request.url.indexOf('?')
  for (const [name, value] of new URLSearchParams(mark < 0 ? '' : request.url.slice(mark + 1))) {
    const option = name.replace(/^\$/, '').toLowerCase()
    if (known.includes(option)) options.set(option, value)
    else if (name.startsWith('$')) {
      throw new GraphError(400, 'BadRequest', `The query option '${name}' is not supported.`)
    }
  }
  return options
}

/** Reads `$select` and its kin. */
export function readODataQuery(request: FastifyRequest): ODataQuery {
  const options = readQueryOptions(request, known)
  const select = options
    .get('select')
    ?.split(',')
    .map((name) => name.trim())
  return {
    select,
    filter: options.get('filter') || undefined,
    search: options.get('search') || undefined,
    orderby: options.get('orderby') || undefined,
    top: readTop(options.get('top')),
    count: options.get('count')?.toLowerCase() === 'true',
    expand: options.get('expand') || undefined,
    skiptoken: options.get('skiptoken') || undefined,
    isEventual: request.headers.consistencylevel?.toString().toLowerCase() === 'eventual',
    url: request.url,
  }
}
