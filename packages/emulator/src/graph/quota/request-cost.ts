import type { FastifyRequest } from 'fastify'

export interface RequestCost {
  units: number
  isWrite: boolean
}

/** Below `/v1.0`. Photos, mail and files are not the directory's, and a batch costs what its items do. */
const free = /^\/\$batch$|\/(photos?|messages|drive|conversations|threads)(\/|$)/i

/** What costs more than one unit. https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits */
const baseCosts: readonly [path: RegExp, units: number][] = [
  [/^\/users(\/(microsoft\.graph\.)?delta(\(\))?)?$/i, 2],
  [/^\/groups\/[^/]+\/members(\/|$)/i, 3],
  [/^\/(me|users\/[^/]+)\/(memberOf|transitiveMemberOf|licenseDetails)(\/|$)/i, 2],
  [/^\/subscribedSkus$/i, 2],
]

const reading = ['GET', 'HEAD']

function readOptions(search: string): Map<string, string> {
  const options = [...new URLSearchParams(search)]
  return new Map(options.map(([name, value]) => [name.replace(/^\$/, '').toLowerCase(), value]))
}

/** Undefined for what the limits of users and groups do not cover. */
export function readRequestCost({ method, url }: FastifyRequest): RequestCost | undefined {
  const [whole = '', search = ''] = url.split('?')
  if (!/^\/v1\.0\//i.test(whole)) return undefined
  const path = whole.slice('/v1.0'.length)
  if (free.test(path)) return undefined
  if (!reading.includes(method)) return { units: 1, isWrite: true }
  const base = baseCosts.find(([pattern]) => pattern.test(path))?.[1] ?? 1
  const options = readOptions(search)
  const units =
    base -
    (options.has('select') ? 1 : 0) -
    (Number(options.get('top') ?? 100) < 20 ? 1 : 0) +
    (options.has('expand') ? 1 : 0)
  return { units: Math.max(1, units), isWrite: false }
}
