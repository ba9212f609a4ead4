import type { FastifyRequest } from 'fastify'
import { createNotImplemented, GraphError } from '../graph-error.ts'
import { createPropertyNotFound } from './filter.ts'
import { readQueryOptions } from './query.ts'

/** The system query options of Exchange's collections, which page by `$skip`. */
export interface OutlookQuery {
  select: string[] | undefined
  filter: string | undefined
  orderby: { property: string; isDescending: boolean } | undefined
  top: number
  skip: number
  count: boolean
  /** Path and query as sent, what a nextLink repeats. */
  url: string
}

interface OutlookType {
  /** `microsoft.graph.message` and its kin. */
  name: string
  properties: readonly string[]
  sortable: readonly string[]
}

const known = ['select', 'filter', 'orderby', 'top', 'skip', 'count', 'search', 'expand', 'format']
const mostItems = 1000

function readNumber(options: Map<string, string>, name: 'top' | 'skip'): number | undefined {
  const value = options.get(name)
  if (value === undefined) return undefined
  if (/^\d+$/.test(value) && !(name === 'top' && Number(value) === 0)) return Number(value)
  throw new GraphError(
    400,
    'BadRequest',
    `Invalid value '${value}' for $${name} query option found. The $${name} query option requires a non-negative integer value.`,
  )
}

function readTop(options: Map<string, string>): number {
  const top = readNumber(options, 'top') ?? 10
  if (top <= mostItems) return top
  throw new GraphError(
    400,
    'BadRequest',
    `The limit of '${mostItems}' for Top query has been exceeded. The value from the incoming request is '${top}'.`,
  )
}

function readOrder(text: string | undefined, type: OutlookType): OutlookQuery['orderby'] {
  if (text === undefined || text === '') return undefined
  const [property = '', direction = 'asc', ...rest] = text.trim().split(/\s+/)
  const isKnown = type.sortable.includes(property) && rest.length === 0
  if (!isKnown || !['asc', 'desc'].includes(direction.toLowerCase())) {
    throw createNotImplemented(`$orderby=${text} on ${type.name}`)
  }
  return { property, isDescending: direction.toLowerCase() === 'desc' }
}

function readSelect(text: string | undefined, type: OutlookType): string[] | undefined {
  if (text === undefined || text === '') return undefined
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !type.properties.includes(name))
  if (unknown === undefined) return names
  throw createPropertyNotFound(unknown, type.name, 'Parsing OData Select and Expand failed: ')
}

/** Throws 400 for what Exchange refuses and 501 for what only the demo tenant lacks. */
export function readOutlookQuery(request: FastifyRequest, type: OutlookType): OutlookQuery {
  const options = readQueryOptions(request, known)
  const missing = (['search', 'expand'] as const).find((name) => options.get(name))
  if (missing !== undefined) throw createNotImplemented(`$${missing} on ${type.name}`)
  return {
    select: readSelect(options.get('select'), type),
    filter: options.get('filter') || undefined,
    orderby: readOrder(options.get('orderby'), type),
    top: readTop(options),
    skip: readNumber(options, 'skip') ?? 0,
    count: options.get('count')?.toLowerCase() === 'true',
    url: request.url,
  }
}
